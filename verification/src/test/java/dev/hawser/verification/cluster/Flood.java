package dev.hawser.verification.cluster;

import dev.hawser.verification.guide.Kubectl;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** EndpointSlices of a Service that nobody visits, each of which changes its one address again and again. */
final class Flood implements AutoCloseable {

    private final KubernetesClient admin;
    private final String namespace;
    private final int slices;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final ConcurrentHashMap<Integer, String> last = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private long began;
    private long ended;

    Flood(KubernetesClient admin, Kubectl kubectl, String namespace, int slices) {
        this.admin = admin;
        this.namespace = namespace;
        this.slices = slices;
        kubectl.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: flood}
                spec: {ports: [{port: 80}]}
                ---
                """ + Backends.ingress("flood", "/flood").replace("name: web", "name: flood"));
        for (int slice = 0; slice < slices; slice++) {
            admin.resource(slice(slice, address(slice, 0))).create();
        }
    }

    private static String address(int slice, long time) {
        return "10.244." + (100 + slice) + "." + (1 + time % 250);
    }

    private EndpointSlice slice(int number, String address) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("flood-" + number)
                .withNamespace(namespace)
                .addToLabels("kubernetes.io/service-name", "flood")
                .addToLabels("endpointslice.kubernetes.io/managed-by", "verification")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(80)
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }

    /** Starts to change all of them in turn, this often in all, or as often as the API server takes it. */
    void start(int perSecond) {
        long pause = Duration.ofSeconds(1).toNanos() * slices / perSecond;
        began = System.nanoTime();
        running.set(1);
        for (int slice = 0; slice < slices; slice++) {
            int number = slice;
            threads.add(Thread.ofVirtual().start(() -> change(number, pause)));
        }
    }

    private void change(int number, long pause) {
        for (long time = 1; running.get() == 1; time++) {
            String address = address(number, time);
            admin.resource(slice(number, address)).forceConflicts().serverSideApply();
            last.put(number, address);
            changes.incrementAndGet();
            LockSupport.parkNanos(Math.max(0, began + time * pause - System.nanoTime()));
        }
    }

    /** Ends it; returns how many changes there were in a second. */
    double stop() throws InterruptedException {
        running.set(0);
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        ended = System.nanoTime();
        return changes.get() / seconds();
    }

    double seconds() {
        return (ended - began) / 1e9;
    }

    /** Whether a configuration has the last address of each. */
    boolean isServedAsLastChanged(String configuration) {
        return last.values().stream().allMatch(address -> configuration.contains(address + ":80"));
    }

    @Override
    public void close() {
        running.set(0);
        threads.forEach(Thread::interrupt);
        admin.services().inNamespace(namespace).withName("flood").delete();
        admin.network()
                .v1()
                .ingresses()
                .inNamespace(namespace)
                .withName("flood")
                .delete();
    }
}
