package dev.hawser.server.metrics;

import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.watch.SourceState;
import dev.hawser.server.http.HttpReply;
import dev.hawser.server.push.PushAnswer;
import dev.hawser.server.push.PushObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts and measures what the control plane does. Source of the names and labels: Kong Ingress Controller, Prometheus
 * metrics. Counts are since the start, sizes are in bytes, durations in milliseconds, points in time in seconds since 1970.
 */
public final class ControllerMetrics implements PushObserver, AutoCloseable {

    static final String PREFIX = "ingress_controller_";

    /** The only one there is: whole configurations to gateways without a database. */
    private static final String PROTOCOL = "db-less";

    private static final String DATA_PLANE = "dataplane";
    private static final double[] MILLISECONDS = {
        0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm;
    private final String instance;
    private final Clock clock;
    private final AtomicLong brokenInTranslation = new AtomicLong();
    private final Map<String, PushState> gateways = new ConcurrentHashMap<>();

    /**
     * @param instance which of several controllers this is
     * @param clock says when a configuration was taken
     */
    public ControllerMetrics(UUID instance, Clock clock) {
        this.instance = instance.toString();
        this.clock = clock;
        this.jvm = JvmMeters.bindTo(registry);
        gauge(
                "translation_broken_resource_count",
                "Objects with a problem in the last translation",
                Tags.of("instance_id", this.instance),
                brokenInTranslation);
    }

    /** The last state of one gateway. */
    private record PushState(AtomicLong bytes, AtomicLong broken, AtomicLong taken) {}

    /** What is answered, by path. */
    public Map<String, Supplier<HttpReply>> paths() {
        return new PrometheusPage(registry).paths();
    }

    /** Shows from now on whether something is so, as 0 or 1. */
    public void show(String name, String help, BooleanSupplier state) {
        Gauge.builder(name, () -> state.getAsBoolean() ? 1 : 0)
                .description(help)
                .register(registry);
    }

    /**
     * Shows from now on how the watch of each kind, and namespace, is doing: the state that it is in is 1, the others are 0.
     *
     * @param watches asked at each look, by any thread; always of the same kinds and namespaces
     */
    public void showWatches(Supplier<List<SourceState>> watches) {
        for (SourceState watch : watches.get()) {
            for (SourceState.Phase phase : SourceState.Phase.values()) {
                // Single Services of a namespace, each watched by itself, are shown as one; so several states may be 1.
                Gauge.builder("hawser_watch_state", () -> anyIs(watch.kind(), watch.namespace(), phase, watches.get()))
                        .description("How the watch of a kind is doing: 1 for the state that it is in")
                        .tag("kind", watch.kind())
                        .tag("namespace", watch.namespace())
                        .tag("state", phase.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }

    private static int anyIs(String kind, String namespace, SourceState.Phase phase, List<SourceState> watches) {
        return watches.stream()
                        .anyMatch(watch -> watch.phase() == phase
                                && watch.kind().equals(kind)
                                && watch.namespace().equals(namespace))
                ? 1
                : 0;
    }

    /** The same translator, measured. */
    public Translator measured(Translator translator, LongSupplier nanos) {
        return new MeasuredTranslator(translator, this, nanos);
    }

    void translated(Translation translation, Duration took) {
        Tags tags = Tags.of("success", "true", "instance_id", instance);
        counter("translation_count", "Translations of the cluster's objects into a configuration", tags)
                .increment();
        summary("translation_duration_milliseconds", "How long a translation took", tags)
                .record(millis(took));
        brokenInTranslation.set(translation.problems().stream()
                .map(problem -> problem.object())
                .distinct()
                .count());
    }

    void translationFailed(Duration took) {
        Tags tags = Tags.of("success", "false", "instance_id", instance);
        counter("translation_count", "Translations of the cluster's objects into a configuration", tags)
                .increment();
        summary("translation_duration_milliseconds", "How long a translation took", tags)
                .record(millis(took));
    }

    @Override
    public void tried(PushAttempt attempt) {
        PushState state = gateways.computeIfAbsent(attempt.gateway(), this::register);
        boolean success = attempt.answer() instanceof PushAnswer.Taken;
        Tags tags = Tags.of("success", Boolean.toString(success), "protocol", PROTOCOL)
                .and(DATA_PLANE, attempt.gateway())
                .and("instance_id", instance);
        counter(
                        "configuration_push_count",
                        "Tries to have a configuration served",
                        tags.and("failure_reason", failure(attempt.answer())))
                .increment();
        summary("configuration_push_duration_milliseconds", "How long a try took", tags)
                .record(millis(attempt.took()));
        state.bytes().set(attempt.bytes());
        state.broken().set(attempt.answer() instanceof PushAnswer.Rejected rejected ? objects(rejected) : 0);
        if (success) {
            state.taken().set(clock.instant().getEpochSecond());
        }
    }

    @Override
    public void gone(String gateway) {
        gateways.remove(gateway);
        List<Meter> its = registry.getMeters().stream()
                .filter(meter -> gateway.equals(meter.getId().getTag(DATA_PLANE)))
                .toList();
        its.forEach(registry::remove);
    }

    private PushState register(String gateway) {
        PushState state = new PushState(new AtomicLong(), new AtomicLong(), new AtomicLong());
        Tags tags = Tags.of("protocol", PROTOCOL).and(DATA_PLANE, gateway).and("instance_id", instance);
        gauge("configuration_push_size", "Size of the configuration sent last, in bytes", tags, state.bytes());
        gauge(
                "configuration_push_broken_resource_count",
                "Objects that the gateway rejected at the last try",
                tags,
                state.broken());
        gauge(
                "configuration_push_last_successful",
                "When a configuration was taken last, in seconds since 1970; 0 for never",
                tags,
                state.taken());
        return state;
    }

    private static String failure(PushAnswer answer) {
        return switch (answer) {
            case PushAnswer.Taken _ -> "";
            case PushAnswer.Rejected _ -> PushAnswer.Failure.CONFLICT.label();
            case PushAnswer.Failed failed -> failed.failure().label();
        };
    }

    private static long objects(PushAnswer.Rejected rejected) {
        return rejected.problems().stream()
                .map(problem -> problem.object())
                .distinct()
                .count();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private Counter counter(String name, String help, Tags tags) {
        return Counter.builder(PREFIX + name).description(help).tags(tags).register(registry);
    }

    private DistributionSummary summary(String name, String help, Tags tags) {
        return DistributionSummary.builder(PREFIX + name)
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(MILLISECONDS)
                .register(registry);
    }

    private void gauge(String name, String help, Tags tags, AtomicLong value) {
        Gauge.builder(PREFIX + name, value, AtomicLong::get)
                .description(help)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
