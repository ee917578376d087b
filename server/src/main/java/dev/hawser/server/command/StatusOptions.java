package dev.hawser.server.command;

import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.event.EventSettings;
import dev.hawser.kubernetes.event.EventSettings.Events;
import dev.hawser.kubernetes.leader.LeaderElectionSettings;
import dev.hawser.kubernetes.leader.LeaderElectionSettings.Election;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.kubernetes.status.StatusSettings.Updates;
import dev.hawser.server.wiring.ControlPlaneSettings;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what is written back to the cluster and by whom, named as Kong Ingress Controller names them. */
final class StatusOptions {

    /** Source: Gateway API, the type GatewayController. */
    private static final Pattern CONTROLLER_NAME = Pattern.compile(
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

    @Option(
            names = "--publish-service",
            paramLabel = "NAMESPACE/NAME",
            description = {
                "The Service in front of the gateway, whose addresses become those of the Ingresses.",
                "Default: none. Variable: CONTROLLER_PUBLISH_SERVICE."
            })
    private @Nullable String publishService;

    @Option(
            names = "--publish-status-address",
            paramLabel = "ADDRESS",
            split = ",",
            description = {
                "IP addresses and host names that become those of the Ingresses, in place of the Service's; may be "
                        + "given several times or with commas.",
                "Default: none. Variable: CONTROLLER_PUBLISH_STATUS_ADDRESS."
            })
    private List<String> publishAddresses = List.of();

    @Option(
            names = "--update-status",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether the leader writes the statuses of Ingresses and policies.",
                "Default: true. Variable: CONTROLLER_UPDATE_STATUS."
            })
    private boolean updateStatus = true;

    @Option(
            names = "--emit-kubernetes-events",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            converter = Switch.class,
            description = {
                "Whether the leader tells events: a Warning for each problem of an object, a Normal one for success.",
                "Default: true. Variable: CONTROLLER_EMIT_KUBERNETES_EVENTS."
            })
    private boolean emitEvents = true;

    @Option(
            names = "--gateway-api-controller-name",
            paramLabel = "DOMAIN/NAME",
            defaultValue = StatusSettings.DEFAULT_CONTROLLER_NAME,
            description = {
                "The name under which policies are told what became of them.",
                "Default: " + StatusSettings.DEFAULT_CONTROLLER_NAME
                        + ". Variable: CONTROLLER_GATEWAY_API_CONTROLLER_NAME."
            })
    private String controllerName = StatusSettings.DEFAULT_CONTROLLER_NAME;

    @Option(
            names = "--election-id",
            paramLabel = "NAME",
            defaultValue = LeaderElectionSettings.DEFAULT_ELECTION_ID,
            description = {
                "The name of the Lease whose holder is the leader.",
                "Default: " + LeaderElectionSettings.DEFAULT_ELECTION_ID + ". Variable: CONTROLLER_ELECTION_ID."
            })
    private String electionId = LeaderElectionSettings.DEFAULT_ELECTION_ID;

    @Option(
            names = "--election-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "",
            description = {
                "The namespace of the Lease.",
                "Default: the controller's own, or that of the kubeconfig's context. "
                        + "Variable: CONTROLLER_ELECTION_NAMESPACE."
            })
    private String electionNamespace = "";

    @Option(
            names = "--force-leader-election",
            paramLabel = "enabled|disabled",
            defaultValue = "",
            description = {
                "disabled makes this controller the leader without a Lease; only where there is no other.",
                "Default: enabled. Variable: CONTROLLER_FORCE_LEADER_ELECTION."
            })
    private String forceElection = "";

    ControlPlaneSettings applyTo(ControlPlaneSettings settings) {
        return settings.withStatus(status()).withEvents(events()).withLeaderElection(leaderElection());
    }

    private StatusSettings status() {
        if (!CONTROLLER_NAME.matcher(controllerName).matches()) {
            throw UserError.usage("--gateway-api-controller-name: " + controllerName
                    + " (expected: a domain and a path, as in example.com/controller-name)");
        }
        return StatusSettings.defaults()
                .withUpdates(updateStatus ? Updates.WRITTEN : Updates.LEFT_ALONE)
                .withPublishServices(
                        publishService == null || publishService.isEmpty()
                                ? List.of()
                                : List.of(name("--publish-service", publishService)))
                .withPublishAddresses(publishAddresses.stream()
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList())
                .withControllerName(controllerName);
    }

    /**
     * The name of an object.
     *
     * @param setting what it is the value of, for messages
     */
    static NamespacedName name(String setting, String text) {
        try {
            return NamespacedName.parse(text);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(setting + ": " + e.getMessage());
        }
    }

    private EventSettings events() {
        return new EventSettings(emitEvents ? Events.EMITTED : Events.OMITTED);
    }

    private LeaderElectionSettings leaderElection() {
        Election election = switch (forceElection) {
            case "", "enabled" -> Election.BY_LEASE;
            case "disabled" -> Election.NONE;
            default ->
                throw UserError.usage("--force-leader-election: " + forceElection + " (expected: enabled or disabled)");
        };
        if (electionId.isEmpty()) {
            throw UserError.usage("--election-id: is empty (expected: the name of a Lease)");
        }
        return LeaderElectionSettings.defaults()
                .withElection(election)
                .withElectionId(electionId)
                .withNamespace(electionNamespace.isEmpty() ? null : electionNamespace);
    }
}
