package dev.hawser.server.command;

import static dev.hawser.server.command.AcceptedFlag.Kind.COUNT;
import static dev.hawser.server.command.AcceptedFlag.Kind.DURATION;
import static dev.hawser.server.command.AcceptedFlag.Kind.NAME;
import static dev.hawser.server.command.AcceptedFlag.Kind.SWITCH;
import static dev.hawser.server.command.AcceptedFlag.Kind.TEXT;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The flags of Kong Ingress Controller 3.5 that change nothing here, hidden and deprecated ones among them. */
final class AcceptedFlags {

    private static final Logger log = LoggerFactory.getLogger(AcceptedFlags.class);

    private static final String WEBHOOK =
            "there is no admission webhook, the rules are in the custom resource definitions and checked when translating";
    private static final String KONNECT = "there is no connection to Konnect";
    private static final String LICENCE = "no licence is needed";
    private static final String UDP = "UDP routes are not served";
    private static final String GATEWAY_API = "the Gateway API is not served";
    private static final String ALL_GATEWAYS =
            "--proxy-sync-seconds and --proxy-timeout-seconds hold for every gateway";
    private static final String NO_KIND = "objects of this kind are not served";
    private static final String NO_RESYNC =
            "a watch is tried again until it works, and nothing is reconciled by the clock";
    private static final String LISTED_FIRST =
            "the first configuration is made when everything was listed, neither before nor later";
    private static final String WHOLE = "a gateway without a database is told everything at once";
    private static final String NO_THROTTLE =
            "the API server is asked for one list and one watch of each kind, there is nothing to hold back";

    /** In alphabetical order. */
    static final List<AcceptedFlag> ALL = List.of(
            text("admission-webhook-cert", "", WEBHOOK),
            text("admission-webhook-cert-file", "", WEBHOOK),
            text("admission-webhook-key", "", WEBHOOK),
            text("admission-webhook-key-file", "", WEBHOOK),
            text("admission-webhook-listen", "off", WEBHOOK),
            on("anonymous-reports", "nothing is reported to anyone"),
            new AcceptedFlag("apiserver-burst", COUNT, "300", NO_THROTTLE),
            new AcceptedFlag("apiserver-qps", COUNT, "100", NO_THROTTLE),
            new AcceptedFlag("cache-sync-timeout", DURATION, "2m0s", NO_RESYNC),
            off("combined-services-from-different-httproutes", GATEWAY_API),
            text("configmap-label-selector", "konghq.com/configmap", "ConfigMaps are not read"),
            on("enable-controller-gwapi-gateway", GATEWAY_API),
            on("enable-controller-gwapi-grpcroute", GATEWAY_API),
            on("enable-controller-gwapi-httproute", GATEWAY_API),
            on("enable-controller-gwapi-reference-grant", GATEWAY_API),
            on("enable-controller-kong-custom-entity", NO_KIND),
            on("enable-controller-kong-license", LICENCE),
            on("enable-controller-kong-service-facade", NO_KIND),
            on("enable-controller-kong-vault", NO_KIND),
            on("enable-controller-kongclusterplugin", NO_KIND),
            on("enable-controller-kongconsumer", NO_KIND),
            on("enable-controller-kongingress", NO_KIND),
            on("enable-controller-kongplugin", NO_KIND),
            on("enable-controller-tcpingress", NO_KIND),
            on("enable-controller-udpingress", NO_KIND),
            off("enable-reverse-sync", "a gateway that lost its configuration is told again as it is"),
            text("gateway-discovery-dns-strategy", "", "gateways are reached by their addresses"),
            new AcceptedFlag("gateway-discovery-readiness-check-interval", DURATION, "10s", ALL_GATEWAYS),
            new AcceptedFlag("gateway-discovery-readiness-check-timeout", DURATION, "5s", ALL_GATEWAYS),
            new AcceptedFlag("gateway-to-reconcile", NAME, "", GATEWAY_API),
            new AcceptedFlag("init-cache-sync-duration", DURATION, "5s", LISTED_FIRST),
            text("kong-admin-filter-tag", "managed-by-ingress-controller", WHOLE),
            text("kong-status-svc-port-names", "status", "gateways are asked for their status on the Admin API"),
            text("konnect-address", "https://us.kic.api.konghq.com", KONNECT),
            text("konnect-control-plane-id", "", KONNECT),
            off("konnect-disable-consumers-sync", KONNECT),
            new AcceptedFlag("konnect-initial-license-polling-period", DURATION, "1m0s", KONNECT),
            new AcceptedFlag("konnect-license-polling-period", DURATION, "12h0m0s", KONNECT),
            on("konnect-license-storage-enabled", KONNECT),
            off("konnect-licensing-enabled", LICENCE),
            new AcceptedFlag("konnect-refresh-node-period", DURATION, "1m0s", KONNECT),
            text("konnect-runtime-group-id", "", KONNECT),
            off("konnect-sync-enabled", KONNECT),
            text("konnect-tls-client-cert", "", KONNECT),
            text("konnect-tls-client-cert-file", "", KONNECT),
            text("konnect-tls-client-key", "", KONNECT),
            text("konnect-tls-client-key-file", "", KONNECT),
            new AcceptedFlag("konnect-upload-config-period", DURATION, "30s", KONNECT),
            new AcceptedFlag("publish-service-udp", NAME, "", UDP),
            text("publish-status-address-udp", "", UDP),
            off("skip-ca-certificates", "CA certificates are not served"),
            new AcceptedFlag("sync-period", DURATION, "10h0m0s", NO_RESYNC),
            new AcceptedFlag("update-status-queue-buffer-size", COUNT, "8192", "there is no queue that could overflow"),
            off("use-last-valid-config-for-fallback", "a bad object never keeps the others from being served"));

    private AcceptedFlags() {}

    private static AcceptedFlag text(String name, String defaultValue, String why) {
        return new AcceptedFlag(name, TEXT, defaultValue, why);
    }

    private static AcceptedFlag on(String name, String why) {
        return new AcceptedFlag(name, SWITCH, "true", why);
    }

    private static AcceptedFlag off(String name, String why) {
        return new AcceptedFlag(name, SWITCH, "false", why);
    }

    /** Has a command accept them. */
    static void addTo(CommandSpec command) {
        ALL.forEach(flag -> command.addOption(flag.option()));
    }

    /** Says of each that was given why it has no effect, unless it was given to ask for just that. */
    static void report(CommandSpec command) {
        for (AcceptedFlag flag : askedInVain(command)) {
            // Not the value: some are private keys.
            log.atWarn()
                    .addKeyValue("flag", "--" + flag.name())
                    .addKeyValue("reason", flag.why())
                    .log("Setting has no effect");
        }
    }

    /** Those that were given and ask for something that does not happen. */
    static List<AcceptedFlag> askedInVain(CommandSpec command) {
        return ALL.stream()
                .filter(flag -> {
                    String value = command.findOption("--" + flag.name()).getValue();
                    return value != null && flag.asksInVain(value);
                })
                .toList();
    }
}
