package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Kubectl;
import dev.hawser.verification.guide.Visitor;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from a change of an EndpointSlice at the API server to the first request that obeys it. */
@RealClusterTest
class EndpointLatencyIT {

    private static final int SERVICES = 200;
    private static final int CHANGES = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OBEYED = Duration.ofSeconds(10);

    /** Two cores run everything, so one round of three may be spoiled by something else. */
    private static final int ROUNDS = 3;

    private static final double LIMIT_MILLIS = 100;

    /** A calm machine wakes up a thread within a millisecond. */
    private static final double LATE_MILLIS = 5;

    private static final Duration NAP = Duration.ofMillis(10);

    @TempDir
    private Path folder;

    private final Cluster cluster;

    EndpointLatencyIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aChangeIsObeyedWithinATenthOfASecond() throws IOException {
        String namespace = cluster.namespace("latency");
        Kubectl kubectl = cluster.kubectl(namespace);
        kubectl.apply(DEPLOYMENT);
        kubectl.run("rollout", "status", "deployment/origin", "--timeout=60s");
        List<Origin> origins = origins(kubectl);
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < SERVICES; i++) {
            manifests.append(service(i, origins.getFirst().address()));
        }
        kubectl.apply(manifests.toString());
        try (HawserProcess hawser = cluster.hawserFor(namespace, folder, "--enable-drain-support")) {
            await(
                    "the last Service is served",
                    PATIENCE,
                    () -> Visitor.status(hawser.gateway(), path(SERVICES - 1)) == 200);
            measure(hawser, namespace, origins);
        }
    }

    private void measure(HawserProcess hawser, String namespace, List<Origin> origins) throws IOException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS && rounds.stream().noneMatch(Round::isGood); i++) {
            List<Double> changes = new ArrayList<>();
            List<Double> late = new ArrayList<>();
            for (int service = 0; service < CHANGES; service++) {
                late.add(wakeUpLate());
                changes.add(change(hawser, namespace, service, origins.get((i + 1) % 2)));
            }
            changes.sort(null);
            late.sort(null);
            rounds.add(new Round(changes, late));
            report(i, rounds.getLast());
        }
        List<Round> telling = rounds.stream().filter(Round::isTelling).toList();
        if (telling.isEmpty()) {
            System.out.println(
                    "  the machine is too busy to tell, so p99 below " + LIMIT_MILLIS + " ms is not required");
        } else {
            assertThat(telling).as("rounds on a calm machine").anyMatch(Round::isGood);
        }
    }

    /**
     * What was measured, in milliseconds, sorted.
     *
     * @param changes from the write to the request that obeys
     * @param late how much later than asked for a thread woke up, beside each change
     */
    private record Round(List<Double> changes, List<Double> late) {

        boolean isGood() {
            return quantile(changes, 0.99) < LIMIT_MILLIS;
        }

        /** A change passes through five processes: when each may wait for the processor, that is what is measured. */
        boolean isTelling() {
            return isGood() || quantile(late, 0.99) < LATE_MILLIS;
        }
    }

    private static double wakeUpLate() {
        long start = System.nanoTime();
        LockSupport.parkNanos(NAP.toNanos());
        return millis(System.nanoTime() - start - NAP.toNanos());
    }

    private static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Points a Service at another pod, and returns after how many milliseconds a request was answered by that one. */
    private double change(HawserProcess hawser, String namespace, int index, Origin next) throws IOException {
        try (Visitor visitor = new Visitor(hawser.gateway())) {
            assertThat(visitor.visit(path(index)).pod()).isNotEqualTo(next.pod());
            long start = System.nanoTime();
            cluster.admin()
                    .discovery()
                    .v1()
                    .endpointSlices()
                    .inNamespace(namespace)
                    .withName("s" + index)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), endpoints(next.address()));
            while (!visitor.visit(path(index)).pod().equals(next.pod())) {
                assertThat(System.nanoTime() - start).as("obeyed after").isLessThan(OBEYED.toNanos());
            }
            return millis(System.nanoTime() - start);
        }
    }

    private static void report(int round, Round measured) {
        List<Double> sorted = measured.changes();
        System.out.printf(
                "EndpointSlice change to obeying request, %d Services, round %d, %d changes, in ms:"
                        + " min %.1f  p50 %.1f  p90 %.1f  p99 %.1f  max %.1f  (threads woke up late: p99 %.1f)%n",
                SERVICES,
                round + 1,
                sorted.size(),
                sorted.getFirst(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.9),
                quantile(sorted, 0.99),
                sorted.getLast(),
                quantile(measured.late(), 0.99));
    }

    /** The smallest value that this share of all values does not exceed. */
    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private record Origin(String pod, String address) {}

    private static List<Origin> origins(Kubectl kubectl) {
        return kubectl.run(
                        "get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{\"\\n\"}{end}")
                .lines()
                .map(line -> line.split(" ", 2))
                .map(words -> new Origin(words[0], words[1]))
                .toList();
    }

    private static String path(int index) {
        return "/s" + index;
    }

    private static String endpoints(String address) {
        return "{\"endpoints\":[{\"addresses\":[\"" + address + "\"],\"conditions\":{\"ready\":true}}]}";
    }

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: origin
            spec:
              replicas: 2
              selector:
                matchLabels: {app: origin}
              template:
                metadata:
                  labels: {app: origin}
                spec:
                  containers:
                    - name: origin
                      image: origin
                      ports:
                        - containerPort: 8080
            """;

    /** A Service without a selector, so that nobody but the test writes its EndpointSlice. */
    private static String service(int index, String address) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: s%1$d
                spec:
                  ports:
                    - port: 80
                      targetPort: 8080
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: s%1$d
                  labels:
                    kubernetes.io/service-name: s%1$d
                addressType: IPv4
                ports:
                  - port: 8080
                    protocol: TCP
                    name: ""
                endpoints:
                  - addresses: [%2$s]
                    conditions: {ready: true}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: s%1$d
                spec:
                  ingressClassName: kong
                  rules:
                    - http:
                        paths:
                          - path: /s%1$d
                            pathType: Exact
                            backend:
                              service:
                                name: s%1$d
                                port:
                                  number: 80
                """.formatted(index, address);
    }
}
