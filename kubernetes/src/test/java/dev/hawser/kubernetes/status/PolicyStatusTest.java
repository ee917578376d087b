package dev.hawser.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus.Ancestor;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus.AncestorRef;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies are told about the Services that use them. */
class PolicyStatusTest {

    private static final String OURS = StatusSettings.DEFAULT_CONTROLLER_NAME;
    private static final Instant NOW = Instant.parse("2026-05-05T05:05:05.5Z");

    private final StatusComposer composer = new StatusComposer(StatusSettings.defaults(), "kong");
    private final Cluster cluster = new Cluster().policy(Cluster.POLICY);
    private Claims claims = Claims.NONE;

    /**
     * The cases of Kong Ingress Controller's tests that an Ingress can bring about. A Service is written
     * {@code name@created:policy}, an Ingress {@code class:service,service}.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "two services, same policy, accepted  | a@1:policy b@2:policy | kong:a,b      | taken   |   | a accepted programmed, b accepted programmed",
                "the oldest first                     | a@4:policy b@3:policy c@2:policy | kong:a,b,c | taken | | c accepted programmed, b accepted programmed, a accepted programmed",
                "same age, by name                    | c@1:policy a@1:policy b@1:policy | kong:c,a,b | taken | | a accepted programmed, b accepted programmed, c accepted programmed",
                "different policies, one upstream     | a@1:policy b@2:other  | kong:a,b      | taken   | a | a conflicted pending",
                "different policies, own upstreams    | a@1:policy b@2:other  | kong:a kong:b | taken   |   | a accepted programmed",
                "conflict of another service          | a@1:policy b@2:policy | kong:a,b      | taken   | b | a accepted programmed, b conflicted pending",
                "not yet in the data plane            | a@1:policy b@2:policy | kong:a,b      | refused |   | a accepted pending, b accepted pending",
                "used by no ingress                   | a@1:policy            |               | taken   |   | \"\"",
                "used by an ingress of another class  | a@1:policy            | other:a       | taken   |   | \"\"",
                "used by ingresses of both classes    | a@1:policy            | other:a kong:a | taken  |   | a accepted programmed",
                "only one of two services is used     | a@1:policy b@2:policy | kong:b        | taken   |   | b accepted programmed",
                "used, but asks for no policy         | a@1:                  | kong:a        | taken   |   | \"\"",
                "used, but asks for another policy    | a@1:other             | kong:a        | taken   |   | \"\"",
                "used by two ingresses, told once     | a@1:policy            | kong:a kong:a | taken   |   | a accepted programmed",
                "the service is not there             |                       | kong:a        | taken   |   | \"\"",
            })
    void asInKong(
            String name,
            @Nullable String services,
            @Nullable String ingresses,
            String plane,
            @Nullable String conflict,
            String expected) {
        for (String service : words(services)) {
            String[] parts = service.split("[@:]", -1);
            cluster.service(parts[0], Integer.parseInt(parts[1]), parts[2]);
        }
        int index = 0;
        for (String ingress : words(ingresses)) {
            String[] parts = ingress.split("[:,]", -1);
            cluster.ingress(
                    "i" + index++,
                    parts[0],
                    List.of(parts).subList(1, parts.length).toArray(String[]::new));
        }
        words(conflict).forEach(cluster::conflict);

        Outcome outcome = plane.equals("taken") ? cluster.taken() : cluster.refused(GatewayConfig.EMPTY);
        assertThat(text(ancestors(outcome))).isEqualTo(expected);
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    @Test
    void aDefaultBackendIsAUse() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        var ingress =
                cluster.snapshot().find(ResourceKind.INGRESS, "default", "i").orElseThrow();
        ingress.getSpec()
                .setDefaultBackend(ingress.getSpec()
                        .getRules()
                        .getFirst()
                        .getHttp()
                        .getPaths()
                        .getFirst()
                        .getBackend());
        ingress.getSpec().setRules(List.of());
        assertThat(text(ancestors(cluster.taken()))).isEqualTo("a accepted programmed");
    }

    @Test
    void noMoreThanSixteenAncestorsTheOldest() {
        String[] names = IntStream.range(0, 20).mapToObj(i -> "svc-" + i).toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            cluster.service(names[i], 40 - i, Cluster.POLICY);
        }
        cluster.ingress("i", "kong", names);
        assertThat(ancestors(cluster.taken()).stream().map(PolicyStatusTest::name))
                .containsExactlyElementsOf(
                        IntStream.range(0, 16).mapToObj(i -> "svc-" + (19 - i)).toList());
    }

    @Test
    void anEntryIsWrittenAsKongWritesIt() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        assertThat(ancestors(cluster.taken()))
                .containsExactly(new Ancestor(
                        new AncestorRef("core", "Service", "default", "a", null, null),
                        "konghq.com/kic-gateway-controller",
                        List.of(
                                condition("Accepted", "True", "Accepted", "2026-05-05T05:05:05Z"),
                                condition("Programmed", "True", "Programmed", "2026-05-05T05:05:05Z"))));
    }

    @Test
    void aPolicyThatBreaksItsRulesIsToldWhich() {
        cluster.policy(Cluster.POLICY, "{algorithm: nonsense}")
                .service("a", 1, Cluster.POLICY)
                .ingress("i", "kong", "a");
        assertThat(text(ancestors(cluster.taken()))).isEqualTo("a invalid pending");
        assertThat(conditions(ancestors(cluster.taken()).getFirst()).getFirst().getMessage())
                .contains("algorithm");
    }

    @Test
    void entriesOfOtherControllersStayAndComeFirst() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        Ancestor foreign = entry("other.example/controller", "a", "2020-01-01T00:00:00Z");
        status(foreign, entry(OURS, "gone", "2020-01-01T00:00:00Z"));
        List<Ancestor> after = ancestors(cluster.taken());
        assertThat(after).hasSize(2);
        assertThat(after.getFirst()).isEqualTo(foreign);
        assertThat(name(after.getLast())).isEqualTo("a");
    }

    @Test
    void entriesOfOtherControllersTakeOfTheSixteen() {
        String[] names = IntStream.range(0, 16).mapToObj(i -> "svc-" + i).toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            cluster.service(names[i], i, Cluster.POLICY);
        }
        cluster.ingress("i", "kong", names);
        status(entry("x", "svc-0", "2020-01-01T00:00:00Z"), entry("y", "svc-0", "2020-01-01T00:00:00Z"));
        assertThat(ancestors(cluster.taken()).stream().filter(entry -> OURS.equals(entry.controllerName())))
                .hasSize(14);
        assertThat(ancestors(cluster.taken())).hasSize(16);
    }

    @Test
    void aPolicyThatIsNoLongerUsedLosesItsEntries() {
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"), entry("other", "a", "2020-01-01T00:00:00Z"));
        assertThat(text(ancestors(cluster.taken()))).isEqualTo("a accepted");
        assertThat(ancestors(cluster.taken()).getFirst().controllerName()).isEqualTo("other");
    }

    @Test
    void anEntryOfAnotherInstanceWithOurNameIsLeftAlone() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "other", "a");
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"));
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void anEntryWithOurNameForAUseThatIsNotWatchedIsLeftAlone() {
        cluster.service("a", 1, Cluster.POLICY);
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"));
        assertThat(change(cluster.taken())).isEmpty();

        cluster.service("a", 1, "");
        assertThat(ancestors(cluster.taken())).as("it names the policy no more").isEmpty();
        assertThat(change(cluster.taken())).isPresent();
    }

    @Test
    void anEntryWithOurNameForAnythingButAServiceIsLeftAlone() {
        String group = "incubator.ingress-controller.konghq.com";
        Ancestor facade = new Ancestor(
                new AncestorRef(group, "KongServiceFacade", "default", "a", null, null),
                OURS,
                List.of(condition("Accepted", "True", "Accepted", "2020-01-01T00:00:00Z")));
        status(facade);
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void anEntryThatWasOursIsTakenBackWhenTheIngressIsGone() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        claims = composer.compose(cluster.taken(), claims).claims();
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"));
        cluster.ingress("i", "kong", "b");
        assertThat(change(cluster.taken())).isPresent();
        assertThat(ancestors(cluster.taken())).isEmpty();
    }

    @Test
    void anEntryThatWasOursIsTakenBackWhenTheIngressLeavesOurClass() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        claims = composer.compose(cluster.taken(), claims).claims();
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"));
        cluster.ingress("i", "other", "a");
        assertThat(ancestors(cluster.taken())).isEmpty();

        // Also when the first write of it failed and another outcome came in between.
        claims = composer.compose(cluster.taken(), claims).claims();
        assertThat(ancestors(cluster.taken())).isEmpty();
    }

    @Test
    void aStatusThatIsAsItShouldBeIsNotChanged() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        status(ancestors(cluster.taken()).toArray(Ancestor[]::new));
        assertThat(change(cluster.taken())).isEmpty();
    }

    @Test
    void aConditionKeepsItsTimeUntilItsStatusChanges() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        status(entry(OURS, "a", "2020-01-01T00:00:00Z"));
        List<Condition> conditions = conditions(ancestors(cluster.taken()).getFirst());
        assertThat(conditions)
                .extracting(Condition::getLastTransitionTime)
                .containsExactly("2020-01-01T00:00:00Z", "2026-05-05T05:05:05Z");

        cluster.conflict("a");
        assertThat(conditions(ancestors(cluster.taken()).getFirst()).getFirst().getLastTransitionTime())
                .isEqualTo("2026-05-05T05:05:05Z");
    }

    @Test
    void whatTheDataPlaneServedBeforeItRefusedIsProgrammed() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        GatewayConfig live = cluster.taken().live();
        cluster.policy("other").service("b", 2, "other").ingress("j", "kong", "b");
        assertThat(text(ancestors(cluster.refused(live)))).isEqualTo("a accepted programmed");

        cluster.policy(Cluster.POLICY, "{algorithm: least-connections}");
        assertThat(text(ancestors(cluster.refused(live)))).isEqualTo("a accepted pending");
    }

    @Test
    void whatNoGatewayHasAnsweredYetIsPending() {
        cluster.service("a", 1, "").ingress("i", "kong", "a");
        GatewayConfig live = cluster.taken().live();
        cluster.service("a", 1, Cluster.POLICY);
        assertThat(text(ancestors(cluster.unanswered(live)))).isEqualTo("a accepted pending");

        GatewayConfig equal = cluster.taken().live();
        assertThat(text(ancestors(cluster.unanswered(equal)))).isEqualTo("a accepted programmed");
    }

    @Test
    void policiesKeepWhatTheyHaveUntilAGatewayHasTakenOrRefusedAnything() {
        cluster.service("a", 1, Cluster.POLICY).ingress("i", "kong", "a");
        claims = composer.compose(cluster.taken(), claims).claims();
        Statuses statuses = composer.compose(cluster.unanswered(GatewayConfig.EMPTY), claims);
        assertThat(statuses.desired()).isEmpty();
        assertThat(statuses.claims()).isEqualTo(claims);
    }

    private Optional<Map<String, Object>> change(Outcome outcome) {
        DesiredStatus desired = Objects.requireNonNull(
                composer.compose(outcome, claims).desired().get(Cluster.policyKey(Cluster.POLICY)));
        return desired.changeOf(policy(outcome), NOW);
    }

    @SuppressWarnings("unchecked")
    private List<Ancestor> ancestors(Outcome outcome) {
        return change(outcome)
                .map(change -> (List<Ancestor>) change.get("ancestors"))
                .orElse(List.of());
    }

    private static KongUpstreamPolicy policy(Outcome outcome) {
        return outcome.snapshot()
                .find(ResourceKind.KONG_UPSTREAM_POLICY, "default", Cluster.POLICY)
                .orElseThrow();
    }

    private void status(Ancestor... ancestors) {
        KongUpstreamPolicy policy = policy(cluster.taken());
        policy.setStatus(new KongUpstreamPolicyStatus(List.of(ancestors)));
        cluster.put(policy);
    }

    private static Ancestor entry(String controller, String service, String since) {
        return new Ancestor(
                new AncestorRef("core", "Service", "default", service, null, null),
                controller,
                List.of(condition("Accepted", "True", "Accepted", since)));
    }

    private static Condition condition(String type, String status, String reason, String since) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage("")
                .withLastTransitionTime(since)
                .build();
    }

    private static @Nullable String name(Ancestor entry) {
        return Objects.requireNonNull(entry.ancestorRef()).name();
    }

    private static List<Condition> conditions(Ancestor entry) {
        return Objects.requireNonNull(entry.conditions());
    }

    private static String text(List<Ancestor> ancestors) {
        return ancestors.stream()
                .map(entry -> name(entry) + " "
                        + conditions(entry).stream()
                                .map(condition -> condition.getReason().toLowerCase(java.util.Locale.ROOT))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }
}
