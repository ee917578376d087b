package dev.hawser.server.push;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.translate.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration as gateways are told it; each form is made once, when a gateway needs it. Any thread. */
final class Payload {

    /**
     * What stands for an empty configuration: a gateway with none at all counts as not ready, and could not be told from
     * one that lost its own. Kong Ingress Controller sends the same.
     */
    private static final GatewayConfig NOTHING = new GatewayConfig(
            List.of(), List.of(), List.of(Upstream.builder("kong").build()), List.of());

    private final long number;
    private final GatewayConfig config;

    /** Guarded by this. */
    private @Nullable Form complete;

    /** Guarded by this. */
    private @Nullable Form withoutSessions;

    /** @param number larger than that of any before */
    Payload(long number, GatewayConfig config) {
        this.number = number;
        this.config = config;
    }

    /**
     * What one gateway is told.
     *
     * @param config the configuration, as far as the gateway can serve it
     * @param json the same, to be sent; with private keys
     * @param problems of the objects that it cannot serve as they are
     */
    record Form(GatewayConfig config, String json, List<Problem> problems) {}

    long number() {
        return number;
    }

    /** The form for gateways of a version. */
    synchronized Form forVersion(GatewayVersion version) {
        if (version.isBefore(GatewayVersion.STICKY_SESSIONS)) {
            if (withoutSessions == null) {
                withoutSessions = formWithoutSessions();
            }
            return withoutSessions;
        }
        if (complete == null) {
            complete = form(config, List.of());
        }
        return complete;
    }

    private static Form form(GatewayConfig config, List<Problem> problems) {
        GatewayConfig told = config.isEmpty() ? NOTHING : config;
        return new Form(config, new DeclarativeWriter().toTree(told).toString(), problems);
    }

    /** Older versions reject a configuration that has such an upstream as a whole. */
    private Form formWithoutSessions() {
        List<Problem> problems = new ArrayList<>();
        List<Upstream> upstreams = new ArrayList<>();
        for (Upstream upstream : config.upstreams()) {
            if (upstream.algorithm() != Algorithm.STICKY_SESSIONS) {
                upstreams.add(upstream);
                continue;
            }
            upstreams.add(upstream.toBuilder()
                    .algorithm(Algorithm.ROUND_ROBIN)
                    .stickySessions(null)
                    .hashOn(null)
                    .hashFallback(null)
                    .build());
            problems.add(new Problem(
                    ownerOf(upstream),
                    Reason.UNSUPPORTED,
                    "sticky sessions are not supported with Kong Gateway versions < " + GatewayVersion.STICKY_SESSIONS
                            + ": upstream " + upstream.name() + " spreads its requests without them"));
        }
        return form(config.withUpstreams(upstreams), problems);
    }

    /** An upstream of several Services has no owner itself; the service that it is the host of has one. */
    private ObjectKey ownerOf(Upstream upstream) {
        return Tags.ownerOf(upstream.tags())
                .or(() -> config.services().stream()
                        .filter(service -> service.host().equals(upstream.name()))
                        .flatMap(service -> Tags.ownerOf(service.tags()).stream())
                        .findFirst())
                .orElseGet(() -> new ObjectKey("Upstream", "", upstream.name()));
    }
}
