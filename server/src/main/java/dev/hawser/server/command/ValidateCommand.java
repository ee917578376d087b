package dev.hawser.server.command;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.manifest.Manifests;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
                + "one cluster. The exit code is 1 if anything is wrong.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class ValidateCommand implements Callable<Integer> {

    private static final Pattern DECLARATIVE =
            Pattern.compile("^\\s*(\\{\\s*)?[\"']?_format_version[\"']?\\s*:", Pattern.MULTILINE);

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
        List<String> findings = new ArrayList<>();
        InputFiles.read(files).forEach((name, text) -> {
            if (DECLARATIVE.matcher(text).find()) {
                findings.addAll(checkDeclarative(name, text));
            } else {
                manifests.put(name, text);
            }
        });
        int objects = 0;
        if (!manifests.isEmpty()) {
            Manifests checked = TranslateCommand.read(manifests).checked();
            objects = checked.objects().size();
            checked.errors().forEach(error -> findings.add(error.toString()));
            findings.addAll(problems(checked));
        }
        CommandSpec command = Objects.requireNonNull(spec);
        if (findings.isEmpty()) {
            PrintWriter out = command.commandLine().getOut();
            out.println(manifests.isEmpty() ? "valid" : "valid: " + objects + " objects");
            out.flush();
            return 0;
        }
        PrintWriter err = command.commandLine().getErr();
        findings.forEach(err::println);
        err.flush();
        return UserError.FAILED;
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
