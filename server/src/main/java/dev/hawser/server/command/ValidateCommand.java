package dev.hawser.server.command;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.manifest.Manifests;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks manifests or declarative configuration. */
@Command(
        name = "validate",
        header = "Checks manifests or declarative configuration",
        description = "Says exactly what is wrong and where. All manifests given are checked together, as "
                + "one cluster. Objects of kinds that are not served are passed over, and named on standard error. "
                + "The exit code is 1 if anything is wrong, or nothing is left to check.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private ControllerOptions controller = new ControllerOptions();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            required = true,
            description = "What to check: a file, a folder with those below it, or - for standard input; may be "
                    + "given several times. A text with _format_version is declarative configuration.")
    private List<String> files = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> manifests = new LinkedHashMap<>();
        Map<String, String> declarative = new LinkedHashMap<>();
        InputFiles.read(files)
                .forEach(
                        (name, text) -> (DeclarativeReader.recognizes(text) ? declarative : manifests).put(name, text));
        List<String> findings = new ArrayList<>();
        declarative.forEach((name, text) -> findings.addAll(checkDeclarative(name, text)));
        int objects = 0;
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!manifests.isEmpty()) {
            Manifests checked = TranslateCommand.read(manifests).checked();
            objects = checked.objects().size();
            checked.skipped()
                    .forEach(object -> line.getErr().println("passed over: " + object + " (no kind that is served)"));
            checked.errors().forEach(error -> findings.add(error.toString()));
            findings.addAll(problems(checked));
        }
        if (findings.isEmpty() && objects == 0 && declarative.isEmpty()) {
            findings.add("nothing to check (expected: objects of kinds that are served, or _format_version)");
        }
        findings.forEach(line.getErr()::println);
        line.getErr().flush();
        if (!findings.isEmpty()) {
            return UserError.FAILED;
        }
        line.getOut().println(manifests.isEmpty() ? "valid" : "valid: " + objects + " objects");
        line.getOut().flush();
        return 0;
    }

    private static List<String> checkDeclarative(String name, String text) {
        try {
            new DeclarativeReader().read(text);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.violations().stream()
                    .map(violation -> name + ": " + violation)
                    .toList();
        }
    }

    private List<String> problems(Manifests manifests) {
        return new ResourceTranslator()
                        .translate(manifests.snapshot(), controller.translationSettings(DrainSupport.DISABLED))
                        .problems()
                        .stream()
                        .map(Problem::toString)
                        .toList();
    }
}
