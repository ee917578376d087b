package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Pods in the states that controllers tell apart. */
final class TestPods {

    static final String READY_SINCE = "2026-01-01T00:00:00Z";

    private TestPods() {}

    /** Running, ready and bound; its uid is {@code uid-} and the name. */
    static PodBuilder ready(String name, String ip) {
        return running(name, ip)
                .editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(READY_SINCE)
                .endCondition()
                .endStatus();
    }

    /** Running, bound and not ready. */
    static PodBuilder running(String name, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("demo")
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withNodeName("hawser-node")
                .addNewContainer()
                .withName("app")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip)
                .addNewPodIP(ip)
                .endStatus();
    }

    static Pod terminating(PodBuilder pod) {
        return pod.editMetadata()
                .withDeletionTimestamp("2026-01-01T00:01:00Z")
                .endMetadata()
                .build();
    }
}
