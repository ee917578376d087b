package dev.hawser.server.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Shows the options of a command in groups, and of those without effect the names only. */
final class HelpGroups {

    private static final String CLUSTER = "Cluster";
    private static final String TRANSLATION = "Translation";
    private static final String STATUS = "Statuses, events and leader election";
    private static final String GATEWAY = "Gateway";
    private static final String TLS = "TLS of the gateway";
    private static final String PUSH = "Gateways that are pushed to";
    private static final String OBSERVABILITY = "Health, metrics, diagnostics and stopping";
    private static final String LOG = "Log";

    private static final List<String> ORDER =
            List.of(CLUSTER, TRANSLATION, STATUS, GATEWAY, TLS, PUSH, OBSERVABILITY, LOG);

    private static final Map<Class<?>, String> TITLES = Map.of(
            ClusterOptions.class, CLUSTER,
            ControllerOptions.class, TRANSLATION,
            StatusOptions.class, STATUS,
            GatewayOptions.class, GATEWAY,
            UpstreamOptions.class, GATEWAY,
            TlsOptions.class, TLS,
            PushOptions.class, PUSH,
            AdminTlsOptions.class, PUSH,
            ObservabilityOptions.class, OBSERVABILITY,
            LogOptions.class, LOG);

    private static final int WIDTH = 96;

    private HelpGroups() {}

    /** Has a command and those below it show their options in groups. */
    static void apply(CommandLine line) {
        line.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpGroups::render);
        line.getSubcommands().values().forEach(HelpGroups::apply);
    }

    private static String render(Help help) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        List<String> withoutEffect = new ArrayList<>();
        // The command's own options come first, whatever the order of its mixins.
        groups.put("", new ArrayList<>());
        ORDER.forEach(title -> groups.put(title, new ArrayList<>()));
        for (OptionSpec option : help.commandSpec().options()) {
            if (hasEffect(help.commandSpec(), option)) {
                groups.computeIfAbsent(title(option), _ -> new ArrayList<>()).add(option);
            } else {
                withoutEffect.add(option.longestName());
            }
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((title, options) -> {
            if (!options.isEmpty()) {
                text.append(title.isEmpty() ? "" : "\n" + title + ":\n\n");
                Help.Layout layout = help.createDefaultLayout();
                layout.addOptions(options, help.parameterLabelRenderer());
                text.append(layout);
            }
        });
        if (!withoutEffect.isEmpty()) {
            text.append("\nAccepted without effect (docs/configuration.md says why):\n\n");
            text.append(wrapped(withoutEffect));
        }
        return text.toString();
    }

    /** Whether an option changes anything in a command. */
    static boolean hasEffect(CommandSpec command, OptionSpec option) {
        return !(option.userObject() instanceof AcceptedFlag)
                && !(command.userObject() instanceof RunCommand && PushOptions.declares(option));
    }

    private static String title(OptionSpec option) {
        return option.userObject() instanceof Field field ? TITLES.getOrDefault(field.getDeclaringClass(), "") : "";
    }

    private static String wrapped(List<String> names) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder("  ");
        for (String name : names) {
            if (line.length() + name.length() > WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder("  ");
            }
            line.append(name).append(' ');
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
