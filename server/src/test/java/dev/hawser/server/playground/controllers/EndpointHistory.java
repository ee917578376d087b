package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conditions that each endpoint of a cluster went through, repetitions left out. */
final class EndpointHistory implements AutoCloseable {

    private final Map<String, List<String>> byUid = new ConcurrentHashMap<>();
    private final SharedIndexInformer<EndpointSlice> informer;

    EndpointHistory(Cluster cluster) {
        informer = cluster.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(Cluster.NAMESPACE)
                .inform(new Observer<>((slice, deleted) -> slice.getEndpoints().forEach(this::saw)));
    }

    private void saw(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        String now = "ready=%s serving=%s terminating=%s"
                .formatted(conditions.getReady(), conditions.getServing(), conditions.getTerminating());
        byUid.compute(endpoint.getTargetRef().getUid(), (uid, before) -> {
            List<String> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
            if (all.isEmpty() || !all.getLast().equals(now)) {
                all.add(now);
            }
            return all;
        });
    }

    /** Oldest first; empty for a pod that was no endpoint. */
    List<String> of(String uid) {
        return byUid.getOrDefault(uid, List.of());
    }

    @Override
    public void close() {
        informer.close();
    }
}
