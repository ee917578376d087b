package dev.hawser.kubernetes.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.report.OutcomeWriter;
import dev.hawser.testing.ManualClock;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The writer against a small API server: which events there are after what. */
class EventWriterTest {

    private static final UUID ID = UUID.fromString("5b374a9e-0000-4000-8000-000000000001");
    private static final ObjectKey WEB = new ObjectKey("Ingress", "default", "web");
    private static final ObjectKey CLASS = new ObjectKey("IngressClass", "", "kong");

    private static final GatewayConfig TAKEN = new GatewayConfig(List.of(), List.of(), List.of(), List.of());

    private final ManualClock clock = new ManualClock();
    private final FakeApi api = new FakeApi();
    private boolean leads = true;
    private final EventWriter writer = writer(ID);

    private EventWriter writer(UUID id) {
        ControllerInstance instance = new ControllerInstance(id, "host", new NamespacedName("kong", "hawser-1"));
        return new EventWriter(api, new EventComposer(instance), () -> leads, clock.nanos(), clock);
    }

    /** Keeps events as an API server does, and answers with the failures it is given before anything else. */
    private static final class FakeApi implements EventApi {

        private final Map<String, Event> stored = new LinkedHashMap<>();
        private final List<String> requests = new ArrayList<>();
        private final Deque<KubernetesClientException> failures = new ArrayDeque<>();

        /** Done when a request comes, before it is answered. */
        private Runnable before = () -> {};

        private void request(String verb) {
            requests.add(verb);
            before.run();
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
        }

        @Override
        public void create(Event event) {
            request("create");
            if (stored.putIfAbsent(event.getMetadata().getName(), event) != null) {
                throw new KubernetesClientException("exists", 409, null);
            }
        }

        @Override
        public Event patch(String namespace, String name, Map<String, Object> fields) {
            request("patch");
            EventBuilder event = new EventBuilder(stored.get(name));
            if (fields.get("count") instanceof Integer count) {
                event.withCount(count);
            } else {
                event.withLastTimestamp(String.valueOf(fields.get("lastTimestamp")));
                Object annotations = ((Map<?, ?>) Objects.requireNonNull(fields.get("metadata"))).get("annotations");
                ((Map<?, ?>) Objects.requireNonNull(annotations))
                        .forEach((key, value) -> event.editMetadata()
                                .addToAnnotations((String) key, (String) value)
                                .endMetadata());
            }
            stored.put(name, event.build());
            return event.build();
        }

        private List<String> texts() {
            return stored.values().stream()
                    .map(event -> event.getType() + " " + event.getReason() + " "
                            + event.getInvolvedObject().getName() + " " + event.getCount() + ": " + event.getMessage())
                    .toList();
        }
    }

    private static ResourceSnapshot snapshot() {
        return ResourceSnapshot.of(List.of(new IngressBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("default")
                .withUid("uid-web")
                .endMetadata()
                .build()));
    }

    private static Outcome outcome(Problem... problems) {
        return Outcome.taken(snapshot(), new Translation(TAKEN, List.of(problems)));
    }

    private static Problem problem(String message) {
        return new Problem(WEB, Reason.INVALID_FIELD, message);
    }

    private long round(Outcome outcome) {
        writer.take(outcome);
        return writer.work();
    }

    /** Has the first configuration taken, of which the controller's pod is told. */
    private void begin() {
        round(outcome());
        api.stored.clear();
        api.requests.clear();
    }

    @Test
    void aProblemIsToldAsKongTellsIt() {
        begin();
        round(outcome(problem("spec.x: wrong")));
        Event event = api.stored.values().iterator().next();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("KongConfigurationTranslationFailed");
        assertThat(event.getMessage()).isEqualTo("spec.x: wrong");
        assertThat(event.getSource().getComponent()).isEqualTo("kong-client");
        assertThat(event.getReportingComponent()).isEqualTo("kong-client");
        assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(event.getMetadata().getAnnotations()).containsEntry("konghq.com/instance-id", ID.toString());
        assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("networking.k8s.io/v1");
        assertThat(event.getInvolvedObject().getKind()).isEqualTo("Ingress");
        assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-web");
        assertThat(event.getCount()).isEqualTo(1);
        assertThat(event.getFirstTimestamp()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void aProblemThatStandsIsToldOnce() {
        begin();
        for (int i = 0; i < 10; i++) {
            round(outcome(problem("a")));
        }
        assertThat(api.requests).containsExactly("create");
    }

    @Test
    void aProblemThatHasChangedIsToldAgain() {
        begin();
        round(outcome(problem("a")));
        round(outcome(problem("b")));
        assertThat(api.texts())
                .containsExactly(
                        "Warning KongConfigurationTranslationFailed web 1: a",
                        "Warning KongConfigurationTranslationFailed web 1: b");
    }

    @Test
    void aProblemThatComesBackIsCounted() {
        begin();
        round(outcome(problem("a")));
        round(outcome());
        clock.advance(Duration.ofSeconds(7));
        round(outcome(problem("a")));
        assertThat(api.texts()).containsExactly("Warning KongConfigurationTranslationFailed web 2: a");
        assertThat(api.stored.values().iterator().next().getLastTimestamp()).isEqualTo("1970-01-01T00:00:07Z");
    }

    @Test
    void aProblemThatLastsIsToldBeforeItsEventIsForgotten() {
        begin();
        assertThat(round(outcome(problem("a"))))
                .isEqualTo(Duration.ofMinutes(30).toNanos());
        clock.advance(Duration.ofMinutes(30));
        writer.work();
        assertThat(api.texts()).containsExactly("Warning KongConfigurationTranslationFailed web 2: a");
        api.stored.clear();
        clock.advance(Duration.ofMinutes(30));
        writer.work();
        assertThat(api.texts()).containsExactly("Warning KongConfigurationTranslationFailed web 1: a");
    }

    @Test
    void theNextLeaderCountsTheSameEvent() {
        begin();
        round(outcome(problem("a")));
        UUID other = UUID.fromString("5b374a9e-0000-4000-8000-000000000002");
        EventWriter next = writer(other);
        next.take(outcome(problem("a")));
        next.work();
        assertThat(api.texts()).contains("Warning KongConfigurationTranslationFailed web 2: a");
        assertThat(api.stored.values().iterator().next().getMetadata().getAnnotations())
                .containsEntry("konghq.com/instance-id", other.toString());
    }

    @Test
    void oneThatDoesNotLeadTellsNothingUntilItDoes() {
        leads = false;
        assertThat(round(outcome(problem("a")))).isEqualTo(OutcomeWriter.NOTHING_DUE);
        assertThat(api.requests).isEmpty();
        leads = true;
        writer.work();
        assertThat(api.texts())
                .containsExactly(
                        "Warning KongConfigurationTranslationFailed web 1: a",
                        "Normal KongConfigurationSucceeded hawser-1 1: successfully applied configuration to the gateway");
    }

    @Test
    void aProblemOfAnObjectOfTheWholeClusterIsToldInTheDefaultNamespace() {
        begin();
        round(outcome(new Problem(CLASS, Reason.PARAMETERS_NOT_FOUND, "missing")));
        Event event = api.stored.values().iterator().next();
        assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(event.getInvolvedObject().getNamespace()).isNull();
    }

    @Test
    void theControllersPodIsToldOfEachConfigurationThatIsTaken() {
        round(outcome());
        round(outcome());
        assertThat(api.texts())
                .containsExactly(
                        "Normal KongConfigurationSucceeded hawser-1 1: successfully applied configuration to the gateway");
        assertThat(api.stored.values().iterator().next().getMetadata().getNamespace())
                .isEqualTo("kong");
        round(Outcome.taken(
                snapshot(), new Translation(new GatewayConfig(List.of(), List.of(), List.of(), List.of()), List.of())));
        assertThat(api.texts())
                .containsExactly(
                        "Normal KongConfigurationSucceeded hawser-1 2: successfully applied configuration to the gateway");
    }

    @Test
    void problemsAreToldBeforeAnyGatewayHasAnsweredButNoSuccess() {
        Translation translation = new Translation(TAKEN, List.of(problem("a")));
        round(new Outcome(snapshot(), translation, GatewayConfig.EMPTY, List.of()));
        assertThat(api.texts()).containsExactly("Warning KongConfigurationTranslationFailed web 1: a");

        round(Outcome.taken(snapshot(), translation));
        assertThat(api.texts())
                .contains(
                        "Normal KongConfigurationSucceeded hawser-1 1: successfully applied configuration to the gateway");
    }

    @Test
    void aConfigurationThatIsRefusedFromTheStartIsNoSuccess() {
        round(new Outcome(
                snapshot(),
                new Translation(GatewayConfig.EMPTY, List.of()),
                GatewayConfig.EMPTY,
                List.of(new Refusal.Rejected(null, "no"))));
        assertThat(api.texts())
                .containsExactly("Warning KongConfigurationApplyFailed hawser-1 1: failed to apply configuration: no");
    }

    @Test
    void aRefusalIsToldToTheOwnerOfWhatIsRefused() {
        begin();
        round(new Outcome(
                snapshot(),
                new Translation(GatewayConfig.EMPTY, List.of()),
                GatewayConfig.EMPTY,
                List.of(
                        new Refusal.Rejected(WEB, "route web: paths.1: invalid regex"),
                        new Refusal.Rejected(null, "no"))));
        assertThat(api.texts())
                .containsExactly(
                        "Warning KongConfigurationApplyFailed web 1: failed to apply configuration: route web: paths.1: invalid regex",
                        "Warning KongConfigurationApplyFailed hawser-1 1: failed to apply configuration: no");
    }

    @Test
    void aGatewayThatIsTooOldForStickySessionsIsToldAsKongTellsIt() {
        ObjectKey web = new ObjectKey("Service", "default", "web");
        ObjectKey plain = new ObjectKey("Service", "default", "plain");
        ResourceSnapshot snapshot = ResourceSnapshot.of(List.of(new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("default")
                .addToAnnotations("konghq.com/upstream-policy", "policy")
                .endMetadata()
                .build()));
        GatewayConfig taken = new GatewayConfig(List.of(), List.of(), List.of(), List.of());
        round(new Outcome(
                snapshot,
                new Translation(taken, List.of()),
                taken,
                List.of(new Refusal.WithoutSessions(web, "3.11.0"), new Refusal.WithoutSessions(plain, "3.11.0"))));
        assertThat(api.texts())
                .containsExactly(
                        "Warning KongConfigurationTranslationFailed web 1: sticky sessions algorithm specified in KongUpstreamPolicy 'policy' is not supported with Kong Gateway versions < 3.11.0",
                        "Warning KongConfigurationTranslationFailed plain 1: sticky sessions algorithm specified in KongUpstreamPolicy 'plain' is not supported with Kong Gateway versions < 3.11.0",
                        "Normal KongConfigurationSucceeded hawser-1 1: successfully applied configuration to the gateway");
    }

    @Test
    void aFloodOfProblemsOfOneObjectIsCutOff() {
        begin();
        for (int i = 0; i < 100; i++) {
            round(outcome(problem("problem " + i)));
        }
        assertThat(api.stored).hasSize(25);
        clock.advance(Duration.ofMinutes(5));
        writer.work();
        assertThat(api.stored).hasSize(26);
    }

    @Test
    void oneThatIsStoppedFinishesWhatItTellsAndBeginsNothingMore() {
        api.before = writer::stop;
        assertThat(round(outcome(problem("a"), problem("b")))).isPositive();
        assertThat(api.texts()).containsExactly("Warning KongConfigurationTranslationFailed web 1: a");
    }

    @Test
    void whatFailsIsTriedAgain() {
        begin();
        api.failures.add(new KubernetesClientException("connection refused"));
        long wait = round(outcome(problem("a"), problem("b")));
        assertThat(wait).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(api.requests).hasSize(1);
        clock.advance(Duration.ofNanos(wait));
        writer.work();
        assertThat(api.stored).hasSize(2);
    }

    @Test
    void whatIsForbiddenIsTriedOnceAMinute() {
        begin();
        api.failures.add(new KubernetesClientException("forbidden", 403, null));
        assertThat(round(outcome(problem("a")))).isEqualTo(Duration.ofMinutes(1).toNanos());
        clock.advance(Duration.ofMinutes(1));
        writer.work();
        assertThat(api.stored).hasSize(1);
    }

    @Test
    void aNamespaceThatIsBeingDeletedIsToldNothing() {
        begin();
        api.failures.add(new KubernetesClientException(
                "unable to create new content in namespace default because it is being terminated", 403, null));
        round(outcome(problem("a")));
        clock.advance(Duration.ofMinutes(2));
        writer.work();
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void namesStayWithinWhatTheApiServerTakes() {
        String longest = "a".repeat(236) + "." + "b".repeat(16);
        Notice notice =
                new Notice("v1", new ObjectKey("Service", "default", longest), null, Notice.Reason.APPLY_FAILED, "m");
        String name = new EventRecord(ID).name(notice);
        assertThat(name).hasSizeLessThanOrEqualTo(253).matches("a+\\.[0-9a-f]{16}");
        assertThat(new EventRecord(ID)
                        .first(
                                new Notice("v1", notice.object(), null, Notice.Reason.APPLY_FAILED, "m".repeat(5000)),
                                clock.instant())
                        .getMessage())
                .hasSize(1024)
                .endsWith("...");
    }
}
