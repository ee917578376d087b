package dev.hawser.server.playground.api.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AdmissionTest extends ResourcesFixture {

    @Test
    void deploymentGetsItsDefaults() {
        ObjectNode created = create(ResourceKinds.DEPLOYMENT, DEPLOYMENT);

        assertThat(Json.at(created, "spec.replicas").asInt(0)).isEqualTo(1);
        assertThat(Json.text(created, "spec.strategy.rollingUpdate.maxSurge")).isEqualTo("25%");
        assertThat(Json.text(created, "spec.template.spec.terminationGracePeriodSeconds"))
                .isEqualTo("30");
        assertThat(Json.at(created, "spec.template.metadata").has("creationTimestamp"))
                .isFalse();
    }

    @Test
    void servicesGetDifferentAddressesAndTargetPorts() {
        ObjectNode first = create(ResourceKinds.SERVICE, "{metadata: {name: a}, spec: {ports: [{port: 80}]}}");
        ObjectNode second = create(ResourceKinds.SERVICE, "{metadata: {name: b}, spec: {ports: [{port: 80}]}}");

        assertThat(Json.text(first, "spec.clusterIP")).isEqualTo("10.96.0.1");
        assertThat(Json.text(second, "spec.clusterIP")).isEqualTo("10.96.0.2");
        assertThat(first.path("spec").path("ports").path(0))
                .isEqualTo(yaml("{port: 80, protocol: TCP, targetPort: 80}"));
    }

    @Test
    void serviceKeepsItsAddressWhenItIsReplaced() {
        create(ResourceKinds.SERVICE, "{metadata: {name: a}, spec: {ports: [{port: 80}]}}");

        ObjectNode updated = update(ResourceKinds.SERVICE, "a", "{metadata: {name: a}, spec: {ports: [{port: 81}]}}");

        assertThat(Json.text(updated, "spec.clusterIP")).isEqualTo("10.96.0.1");
    }

    @Test
    void policyGetsDefaultCookiePath() {
        ObjectNode created = create(ResourceKinds.UPSTREAM_POLICY, POLICY);

        assertThat(Json.text(created, "spec.stickySessions.cookiePath")).isEqualTo("/");
    }

    @Test
    void rejectsBadName() {
        assertThatThrownBy(() -> create(ResourceKinds.CONFIG_MAP, "metadata: {name: Bad_Name}"))
                .isInstanceOfSatisfying(ApiFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(422);
                    assertThat(e)
                            .hasMessageStartingWith("ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value");
                    assertThat(Json.text(e.status(), "details.kind")).isEqualTo("ConfigMap");
                });
    }

    @Test
    void rejectsSelectorThatMissesItsTemplate() {
        assertFailure(
                () -> create(
                        ResourceKinds.DEPLOYMENT, DEPLOYMENT.replace("labels: {app: web}", "labels: {app: other}")),
                422,
                "Invalid",
                "`selector` does not match template `labels`");
    }

    @Test
    void rejectsIngressWithoutPathType() {
        assertFailure(
                () -> create(ResourceKinds.INGRESS, """
                        metadata: {name: web}
                        spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: a, port: {number: 80}}}}]}}]}
                        """),
                422,
                "Invalid",
                "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified");
    }

    @Test
    void rejectsUnknownFieldsOfBuiltInKindsWhenStrict() {
        assertFailure(
                () -> resources.create(
                        ResourceKinds.DEPLOYMENT,
                        "default",
                        object(ResourceKinds.DEPLOYMENT, DEPLOYMENT.replace("image: web", "imag: web")),
                        STRICT),
                400,
                "BadRequest",
                "strict decoding error: unknown field \"spec.template.spec.containers[0].imag\"");
    }

    @Test
    void rejectsUnknownFieldsOfCustomKindsWhenStrict() {
        assertFailure(
                () -> resources.create(
                        ResourceKinds.UPSTREAM_POLICY,
                        "default",
                        object(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie:", "cooky: x, cookie:")),
                        STRICT),
                400,
                "BadRequest",
                "strict decoding error: unknown field \"spec.stickySessions.cooky\"");
    }

    @Test
    void dropsUnknownFieldsOfCustomKindsWhenLenient() {
        ObjectNode created = create(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie:", "cooky: x, cookie:"));

        assertThat(created.path("spec").path("stickySessions").has("cooky")).isFalse();
    }

    @Test
    void rejectsPolicyAgainstItsSchema() {
        assertFailure(
                () -> create(ResourceKinds.UPSTREAM_POLICY, "{metadata: {name: p}, spec: {slots: 5}}"),
                422,
                "Invalid",
                "spec.slots: Invalid value: 5: spec.slots in body should be greater than or equal to 10");
    }

    @Test
    void rejectsPolicyThatFailsTheAdmissionCheck() {
        assertFailure(
                () -> create(ResourceKinds.UPSTREAM_POLICY, POLICY.replace("cookie: id", "cookie: bad")),
                422,
                "Invalid",
                "KongUpstreamPolicy.configuration.konghq.com \"policy\" is invalid: spec: Invalid value: \"object\":"
                        + " KongUpstreamPolicy has a bad cookie.");
    }

    @Test
    void plainTextOfSecretsIsEncoded() {
        ObjectNode created = create(ResourceKinds.SECRET, "{metadata: {name: s}, stringData: {a: b}}");

        assertThat(Json.text(created, "data.a")).isEqualTo("Yg==");
        assertThat(created.has("stringData")).isFalse();
    }
}
