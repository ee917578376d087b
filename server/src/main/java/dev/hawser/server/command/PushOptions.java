package dev.hawser.server.command;

import dev.hawser.server.push.AdminToken;
import dev.hawser.server.push.PushSettings;
import dev.hawser.server.push.PushSettings.Access;
import dev.hawser.server.push.PushSettings.Gateways;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of the gateways that are pushed to, named as Kong Ingress Controller names them. */
final class PushOptions {

    private static final Logger log = LoggerFactory.getLogger(PushOptions.class);

    private static final String UNSENDABLE = "has a character that a header cannot carry (expected: printable ASCII)";

    /** Source: RFC 9110, 5.6.2: token. */
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9._~-]+");

    private static final String URL = "http://localhost:8001";

    @Option(
            names = "--kong-admin-url",
            paramLabel = "URL",
            split = ",",
            description = {
                "The Admin APIs of the gateways; may be given several times or with commas.",
                "Default: " + URL + ". Variable: CONTROLLER_KONG_ADMIN_URL."
            })
    private List<String> urls = List.of();

    @Option(
            names = "--kong-admin-svc",
            paramLabel = "NAMESPACE/NAME",
            defaultValue = "",
            description = {
                "The Service whose endpoints are the gateways, in place of --kong-admin-url.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_SVC."
            })
    private String service = "";

    @Option(
            names = "--kong-admin-svc-port-names",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "admin-tls,kong-admin-tls",
            description = {
                "The names of that Service's ports which are Admin APIs; those with tls in their name are spoken to "
                        + "with TLS.",
                "Default: admin-tls,kong-admin-tls. Variable: CONTROLLER_KONG_ADMIN_SVC_PORT_NAMES."
            })
    private List<String> portNames = List.of();

    @Option(
            names = "--kong-admin-token",
            paramLabel = "TOKEN",
            defaultValue = "",
            description = {
                "Sent as " + AdminToken.HEADER + "; everybody who sees the command line or the environment sees it.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_TOKEN."
            })
    private String token = "";

    @Option(
            names = "--kong-admin-token-file",
            paramLabel = "FILE",
            description = {
                "A file whose first line is that token; read again for each call, so it may be exchanged.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_TOKEN_FILE."
            })
    private @Nullable Path tokenFile;

    @Option(
            names = "--kong-admin-header",
            paramLabel = "NAME:VALUE",
            split = ",",
            description = {
                "Header fields sent with every call; may be given several times or with commas.",
                "Default: none. Variable: CONTROLLER_KONG_ADMIN_HEADER."
            })
    private List<String> headers = List.of();

    @Option(
            names = "--kong-workspace",
            paramLabel = "NAME",
            defaultValue = "",
            description = {
                "The workspace of Kong Enterprise that is configured.",
                "Default: none. Variable: CONTROLLER_KONG_WORKSPACE."
            })
    private String workspace = "";

    @Option(
            names = "--kong-admin-concurrency",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "How many gateways are sent a configuration at once, 1 to 1000.",
                "Default: 10. Variable: CONTROLLER_KONG_ADMIN_CONCURRENCY."
            })
    private int concurrency = 10;

    @Option(
            names = "--kong-admin-init-retries",
            paramLabel = "N",
            defaultValue = "60",
            description = {
                "How often gateways at fixed addresses are asked for at start before the command fails, from 1.",
                "Default: 60. Variable: CONTROLLER_KONG_ADMIN_INIT_RETRIES."
            })
    private int firstTries = 60;

    @Option(
            names = "--kong-admin-init-retry-delay",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = Durations.class,
            description = {"How long between these.", "Default: 1s. Variable: CONTROLLER_KONG_ADMIN_INIT_RETRY_DELAY."})
    private Duration firstDelay = Duration.ofSeconds(1);

    @Option(
            names = "--proxy-timeout-seconds",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long a call to an Admin API may take, above 0, fractions allowed.",
                "Default: 30. Variable: CONTROLLER_PROXY_TIMEOUT_SECONDS."
            })
    private double timeoutSeconds = 30;

    @Option(
            names = "--proxy-sync-seconds",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = {
                "How often a gateway is asked whether it still has its configuration, from 0.1, fractions allowed. "
                        + "Changes do not wait for it: they are pushed as they come.",
                "Default: 3. Variable: CONTROLLER_PROXY_SYNC_SECONDS."
            })
    private double syncSeconds = 3;

    @Mixin
    private AdminTlsOptions tls = new AdminTlsOptions();

    PushSettings settings() {
        if (concurrency < 1 || concurrency > 1000) {
            throw UserError.usage("--kong-admin-concurrency: " + concurrency + " (expected: 1 to 1000)");
        }
        if (firstTries < 1) {
            throw UserError.usage("--kong-admin-init-retries: " + firstTries + " (expected: at least 1)");
        }
        Duration timeout = seconds("--proxy-timeout-seconds", timeoutSeconds, 0.001);
        return new PushSettings(
                gateways(),
                new Access(tls.tls(), token(), headers(), checkedWorkspace(), timeout),
                concurrency,
                seconds("--proxy-sync-seconds", syncSeconds, 0.1),
                firstTries,
                firstDelay);
    }

    private static Duration seconds(String setting, double value, double least) {
        if (!(value >= least) || value > 86_400) {
            throw UserError.usage(setting + ": " + value + " (expected: " + least + " to 86400 seconds)");
        }
        return Duration.ofMillis(Math.max(1, Math.round(value * 1000)));
    }

    private Gateways gateways() {
        if (service.isEmpty()) {
            List<URI> checked = new ArrayList<>();
            for (String url : urls.isEmpty() ? List.of(URL) : urls) {
                checked.add(ClusterOptions.checkedUrl("--kong-admin-url", url.strip()));
            }
            return new Gateways.At(checked);
        }
        if (!urls.isEmpty()) {
            throw UserError.usage("--kong-admin-svc: is given together with --kong-admin-url (expected: one of them)");
        }
        return new Gateways.Behind(StatusOptions.name("--kong-admin-svc", service), portNames);
    }

    private AdminToken token() {
        if (!AdminToken.canBeSent(token.strip())) {
            throw UserError.usage("--kong-admin-token: " + UNSENDABLE);
        }
        if (tokenFile == null) {
            return AdminToken.of(token);
        }
        if (!token.isEmpty()) {
            throw UserError.usage(
                    "--kong-admin-token: is given together with --kong-admin-token-file (expected: one of them)");
        }
        if (!Files.isReadable(tokenFile)) {
            throw UserError.usage(
                    "--kong-admin-token-file: " + tokenFile + " cannot be read (expected: a readable file)");
        }
        return AdminToken.of(tokenFile);
    }

    private Map<String, String> headers() {
        Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                // Not the text: it may be a secret whose name was forgotten.
                throw UserError.usage("--kong-admin-header: one has no name (expected: NAME:VALUE)");
            }
            String name = header.substring(0, colon).strip();
            String value = header.substring(colon + 1).strip();
            checkHeader(name, value);
            read.put(name, value);
        }
        return read;
    }

    private static void checkHeader(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            // Not the text, for the same reason.
            throw UserError.usage(
                    "--kong-admin-header: one has a name that is none (expected: letters, digits and !#$%&'*+-.^_`|~)");
        }
        if (!AdminToken.canBeSent(value)) {
            throw UserError.usage("--kong-admin-header: the value of " + name + " " + UNSENDABLE);
        }
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException _) {
            throw UserError.usage(
                    "--kong-admin-header: " + name + " belongs to the connection (expected: another header)");
        }
    }

    private String checkedWorkspace() {
        if (!workspace.isEmpty() && !WORKSPACE.matcher(workspace).matches()) {
            throw UserError.usage("--kong-workspace: '" + workspace
                    + "' (expected: a name of letters, digits, '.', '-', '_' and '~')");
        }
        return workspace;
    }

    /** Whether an option is one of these. */
    static boolean declares(OptionSpec option) {
        return option.userObject() instanceof Field field
                && (field.getDeclaringClass() == PushOptions.class
                        || field.getDeclaringClass() == AdminTlsOptions.class);
    }

    /** Says of each that was given that it has no effect in a command. */
    void reportWithoutEffect(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (declares(option) && EnvironmentDefaults.isGiven(command, option)) {
                log.atWarn()
                        .addKeyValue("flag", option.longestName())
                        .addKeyValue("reason", "the gateway is in this process; hawser controller pushes to others")
                        .log("Setting has no effect");
            }
        }
    }
}
