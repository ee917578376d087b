package dev.hawser.server.playground.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.testing.SharedData;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KubectlIT {

    private static final String GUIDE = "mission/sticky-sessions-with-drain.md";

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - {name: web, image: "web:1", ports: [{containerPort: 80}]}
                    - {name: side, image: "side:1"}
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1}
            spec:
              nodeName: playground
              containers: [{name: web, image: "web:1"}]
            """;

    @TempDir
    private Path folder;

    private EmbeddedApi api;
    private Kubectl kubectl;

    @BeforeEach
    void start() throws IOException {
        api = EmbeddedApi.start(Loopback.port(0));
        kubectl = Kubectl.create(api, folder);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void knowsWhatIsServed() throws Exception {
        assertThat(kubectl.run("api-resources --no-headers -o name"))
                .contains("pods\n", "deployments.apps\n", "kongupstreampolicies.configuration.konghq.com\n");
        assertThat(kubectl.run("api-versions")).contains("discovery.k8s.io/v1\n", "v1\n");
        assertThat(kubectl.run("version")).contains("+hawser");
    }

    @Test
    void printsWhatIsThereFromTheStart() throws Exception {
        assertThat(kubectl.run("get ns")).contains("default ", "kube-system ", "Active");
        assertThat(kubectl.run("get ingressclass")).contains("kong ", "ingress-controllers.konghq.com/kong");
        assertThat(kubectl.run("get crd")).contains("kongupstreampolicies.configuration.konghq.com");
    }

    @Test
    void appliesTheGuidesExampleOnceAndAgain() throws Exception {
        String example = guidesExample();

        assertThat(kubectl.apply(example)).isEqualTo("""
                deployment.apps/example-app created
                service/example-service created
                kongupstreampolicy.configuration.konghq.com/sticky-session-policy created
                ingress.networking.k8s.io/example-ingress created
                """);
        assertThat(kubectl.apply(example))
                .doesNotContain("created", "configured")
                .contains("unchanged");

        assertThat(kubectl.run("get kup")).contains("STICKY-COOKIE", "session-id");
        assertThat(kubectl.run("get ingress")).contains("example-ingress", "kong", "*");
        assertThat(kubectl.run("get all")).contains("service/example-service", "deployment.apps/example-app", "0/3");
    }

    @Test
    void deletesTheGuidesExample() throws Exception {
        Path manifest = Files.writeString(folder.resolve("example.yaml"), guidesExample());
        kubectl.run("apply", "-f", manifest.toString());

        kubectl.run("delete", "-f", manifest.toString());

        assertThat(kubectl.run("get deploy,svc,kup,ingress")).isEmpty();
    }

    @Test
    void changesDeploymentInEveryCommonWay() throws Exception {
        kubectl.apply(DEPLOYMENT);

        kubectl.run("scale deployment web --replicas=5");
        kubectl.run("annotate deployment web note=hello");
        kubectl.run("label deployment web tier=front");
        kubectl.run("set image deployment/web web=web:2");
        kubectl.run("set env deployment/web -c web COLOUR=blue");
        kubectl.run("rollout restart deployment/web");

        assertThat(kubectl.run("get deployment web -o jsonpath={.spec.replicas},{.metadata.annotations.note},"
                        + "{.metadata.labels.tier},{.spec.template.spec.containers[*].image},"
                        + "{.spec.template.spec.containers[0].env[0].value},{.metadata.generation}"))
                .isEqualTo("5,hello,front,web:2 side:1,blue,5");
        assertThat(kubectl.run("get deployment web -o jsonpath={.spec.template.metadata.annotations}"))
                .contains("kubectl.kubernetes.io/restartedAt");
    }

    @Test
    void patchesInEveryFormat() throws Exception {
        kubectl.apply(DEPLOYMENT);

        kubectl.run(
                "patch",
                "deployment",
                "web",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                        + "[{\"name\":\"side\",\"image\":\"side:2\"}]}}}}");
        kubectl.run("patch", "deployment", "web", "--type=merge", "-p", "{\"spec\":{\"replicas\":7}}");
        kubectl.run(
                "patch",
                "deployment",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"web:3\"}]");

        assertThat(kubectl.run(
                        "get deployment web -o jsonpath={.spec.replicas},{.spec.template.spec.containers[*].image}"))
                .isEqualTo("7,web:3 side:2");
    }

    @Test
    void appliesRemovalOfContainerAndField() throws Exception {
        kubectl.apply(DEPLOYMENT);

        kubectl.apply(DEPLOYMENT
                .replace("        - {name: side, image: \"side:1\"}\n", "")
                .replace(", ports: [{containerPort: 80}]", ""));

        assertThat(kubectl.run("get deployment web -o jsonpath={.spec.template.spec.containers[*].name},"
                        + "{.spec.template.spec.containers[0].ports}"))
                .isEqualTo("web,");
    }

    @Test
    void appliesOnTheServerSide() throws Exception {
        Path manifest = Files.writeString(folder.resolve("web.yaml"), DEPLOYMENT);

        kubectl.run("apply", "--server-side", "-f", manifest.toString());
        Files.writeString(manifest, DEPLOYMENT.replace("web:1", "web:9"));
        kubectl.run("apply", "--server-side", "-f", manifest.toString());

        assertThat(kubectl.run("get deployment web -o jsonpath={.spec.template.spec.containers[*].image}"))
                .isEqualTo("web:9 side:1");
    }

    /** Newer versions send these objects in protobuf, older ones in JSON; either way they must arrive whole. */
    @Test
    void createsObjectsFromItsCommandLine() throws Exception {
        kubectl.run("create namespace team");
        kubectl.run("create configmap config --from-literal=a=b");
        kubectl.run("create secret generic secret --from-literal=user=me");
        kubectl.run("create serviceaccount account");
        kubectl.run("create deployment hello --image=hello:1 --replicas=0 --port=8080");
        kubectl.run("create service clusterip hello --tcp=80:8080");
        kubectl.run("create ingress hello --class=kong --rule=a.example/x*=hello:80,tls=cert --annotation=a=b");
        kubectl.run("run alone --image=alone:1 --port=80");
        kubectl.run("expose deployment hello --name=exposed --port=81 --target-port=web");

        assertThat(kubectl.run("get namespace team -o jsonpath={.status.phase}"))
                .isEqualTo("Active");
        assertThat(kubectl.run("get configmap config -o jsonpath={.data}")).isEqualTo("{\"a\":\"b\"}");
        assertThat(kubectl.run("get secret secret -o jsonpath={.data.user},{.type}"))
                .isEqualTo("bWU=,Opaque");
        assertThat(kubectl.run("get deployment hello -o jsonpath={.spec.replicas},"
                        + "{.spec.template.spec.containers[0].image},"
                        + "{.spec.template.spec.containers[0].ports[0].containerPort},"
                        + "{.spec.selector.matchLabels.app},{.spec.template.spec.restartPolicy}"))
                .isEqualTo("0,hello:1,8080,hello,Always");
        assertThat(kubectl.run("get service hello exposed -o jsonpath={.items[*].spec.ports[0]['port','targetPort']}"))
                .isEqualTo("80 81 8080 web");
        assertThat(kubectl.run("get ingress hello -o jsonpath={.spec.ingressClassName},{.spec.rules[0].host},"
                        + "{.spec.rules[0].http.paths[0]['path','pathType']},"
                        + "{.spec.rules[0].http.paths[0].backend.service['name','port.number']},"
                        + "{.spec.tls[0].secretName},{.metadata.annotations.a}"))
                .isEqualTo("kong,a.example,/x Prefix,hello 80,cert,b");
    }

    @Test
    void waitsForRollout() throws Exception {
        kubectl.apply(DEPLOYMENT);
        try (Kubectl.Running rollout = kubectl.start("rollout", "status", "deployment/web", "--timeout=60s");
                KubernetesClient client = client()) {
            rollout.awaitLine("Waiting for deployment");

            Deployment deployment = client.apps()
                    .deployments()
                    .inNamespace("default")
                    .withName("web")
                    .get();
            deployment.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(deployment.getMetadata().getGeneration())
                    .withReplicas(2)
                    .withUpdatedReplicas(2)
                    .withReadyReplicas(2)
                    .withAvailableReplicas(2)
                    .build());
            client.apps().deployments().resource(deployment).updateStatus();

            rollout.awaitLine("successfully rolled out");
        }
        assertThat(kubectl.run("get deployment web")).contains("2/2");
    }

    @Test
    void streamsChanges() throws Exception {
        kubectl.apply(DEPLOYMENT);
        try (Kubectl.Running watch = kubectl.start("get", "deployment", "-w", "--no-headers")) {
            watch.awaitLine("0/2");

            kubectl.run("scale deployment web --replicas=4");

            watch.awaitLine("0/4");
        }
    }

    @Test
    void deletesPodGracefullyAndForced() throws Exception {
        kubectl.apply(POD);

        kubectl.run("delete pod web-1 --wait=false");
        assertThat(kubectl.run("get pod web-1")).contains("Terminating");
        assertThat(kubectl.run("get pod web-1 -o jsonpath={.metadata.deletionGracePeriodSeconds}"))
                .isEqualTo("30");

        kubectl.run("delete pod web-1 --force --grace-period=0");
        assertThat(kubectl.tryRun("", "get", "pod", "web-1").errors())
                .isEqualTo("Error from server (NotFound): pods \"web-1\" not found\n");
    }

    @Test
    void describesObjects() throws Exception {
        kubectl.apply(guidesExample());
        kubectl.apply(POD);

        assertThat(kubectl.run("describe deployment example-app")).contains("3 desired", "my-example-app:latest");
        assertThat(kubectl.run("describe service example-service")).contains("10.96.0.1", "8080/TCP");
        assertThat(kubectl.run("describe ingress example-ingress")).contains("/example", "example-service:80");
        assertThat(kubectl.run("describe kup sticky-session-policy")).contains("Cookie Path:  /");
        assertThat(kubectl.run("describe pod web-1")).contains("web:1", "Pending");
    }

    @Test
    void tellsMistakesAsAnApiServerDoes() throws Exception {
        Kubectl.Result unknownField = kubectl.tryRun(DEPLOYMENT.replace("replicas", "replica"), "apply", "-f", "-");
        assertThat(unknownField.exit()).isNotZero();
        assertThat(unknownField.errors()).contains("strict decoding error: unknown field \"spec.replica\"");

        Kubectl.Result invalid = kubectl.tryRun("""
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: policy}
                spec: {slots: 5}
                """, "apply", "-f", "-");
        assertThat(invalid.errors())
                .contains("The KongUpstreamPolicy \"policy\" is invalid: spec.slots: Invalid value: 5");

        Kubectl.Result noNamespace = kubectl.tryRun(POD, "apply", "-n", "none", "-f", "-");
        assertThat(noNamespace.errors()).contains("namespaces \"none\" not found");
    }

    private KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(api.uri().toString())
                .withNamespace("default")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static String guidesExample() throws IOException {
        Optional<Path> found = SharedData.find(GUIDE);
        assumeTrue(found.isPresent(), "left out: no " + GUIDE + " at hand");
        String guide = Files.readString(found.orElseThrow());
        String section = guide.substring(guide.indexOf("## Complete Example"));
        int start = section.indexOf("```yaml\n") + "```yaml\n".length();
        return section.substring(start, section.indexOf("```", start));
    }
}
