package dev.hawser.proxy.health.probe;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.proxy.health.Prober;
import dev.hawser.proxy.tls.TrustSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes probes of endpoints on this machine, and waits for what they say. */
final class Probing implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(10);
    static final Duration SHORT = Duration.ofSeconds(1);

    private final NettyProbes probes;

    private Probing(NettyProbes probes) {
        this.probes = probes;
    }

    /** Trusts {@link ProbeCertificates#AUTHORITY} alone. */
    static Probing start() {
        return new Probing(NettyProbes.start(
                new TrustSettings(Set.of(ProbeCertificates.AUTHORITY.getCertificate()), TrustSettings.DEFAULT_DEPTH)));
    }

    void execute(Runnable task) {
        probes.execute(task);
    }

    Prober prober(ActiveChecks checks) {
        return probes.prober(checks);
    }

    @Override
    public void close() {
        probes.close();
    }

    CheckResult probe(ActiveChecks checks, int port) throws Exception {
        return probe(checks, endpoint(port));
    }

    CheckResult probe(ActiveChecks checks, Endpoint endpoint) throws Exception {
        CompletableFuture<CheckResult> told = new CompletableFuture<>();
        probes.execute(() -> probes.prober(checks).probe(endpoint, told::complete));
        return told.get(40, TimeUnit.SECONDS);
    }

    static Endpoint endpoint(int port) {
        return new Endpoint(UUID.randomUUID(), "127.0.0.1", port);
    }

    static ActiveChecks http() {
        return checks(Healthchecks.Type.HTTP, LONG, null, null, true);
    }

    static ActiveChecks checks(
            Healthchecks.Type type,
            Duration timeout,
            @Nullable String hostHeader,
            @Nullable String sni,
            boolean verified) {
        return Objects.requireNonNull(ActiveChecks.of(
                new Healthchecks.Active(
                        type,
                        (int) timeout.toSeconds(),
                        null,
                        "/healthz?full=1",
                        sni,
                        verified,
                        Map.of("x-probe", List.of("a", "b")),
                        healthy(),
                        null),
                hostHeader,
                null));
    }

    static Healthchecks.Healthy healthy() {
        return new Healthchecks.Healthy(null, 1, 1);
    }
}
