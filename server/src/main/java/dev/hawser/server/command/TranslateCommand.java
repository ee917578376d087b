package dev.hawser.server.command;

import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.manifest.ManifestReader;
import dev.hawser.kubernetes.manifest.Manifests;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the declarative configuration for some manifests. */
@Command(
        name = "translate",
        header = "Prints the declarative configuration for some manifests",
        description = "Prints what the gateway would be given. What is wrong with the manifests goes to "
                + "standard error; the exit code is 1 if any object was rejected.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class TranslateCommand implements Callable<Integer> {

    @Mixin
    private ControllerOptions controller = new ControllerOptions();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            required = true,
            description = "Manifests: a file, a folder with those below it, or - for standard input; may be given "
                    + "several times.")
    private List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "yaml|json",
            defaultValue = "yaml",
            description = {"How the configuration is printed.", "Default: yaml."})
    private Output output = Output.YAML;

    @Spec
    private @Nullable CommandSpec spec;

    private enum Output {
        YAML,
        JSON
    }

    @Override
    public Integer call() {
        Manifests manifests = read(InputFiles.read(files)).checked();
        Translation translation = new ResourceTranslator()
                .translate(manifests.snapshot(), controller.translationSettings(DrainSupport.DISABLED));
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        DeclarativeWriter writer = new DeclarativeWriter();
        out.print(
                switch (output) {
                    case YAML -> writer.toYaml(translation.config());
                    case JSON -> writer.toJson(translation.config());
                });
        out.flush();
        manifests.errors().forEach(err::println);
        translation.problems().forEach(err::println);
        int skipped = manifests.skipped().size();
        if (skipped > 0) {
            err.println("passed over: " + skipped + (skipped == 1 ? " object" : " objects")
                    + " of kinds that are not served");
        }
        err.flush();
        return manifests.errors().isEmpty() && translation.problems().isEmpty() ? 0 : UserError.FAILED;
    }

    static Manifests read(Map<String, String> texts) {
        ManifestReader reader = new ManifestReader();
        return texts.entrySet().stream()
                .map(text -> reader.read(text.getKey(), text.getValue()))
                .reduce(Manifests::and)
                .orElseThrow();
    }
}
