package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ReplicaSets of a Deployment: the newest, which has the Deployment's present template, and the old ones.
 *
 * @param newest empty while there is none of the present template
 * @param old oldest first
 */
record ReplicaSetHistory(Optional<ReplicaSet> newest, List<ReplicaSet> old) {

    /** Makes the pods of each template distinguishable; part of the selector of its ReplicaSet. */
    static final String HASH_LABEL = "pod-template-hash";

    /** Counts templates; {@code kubectl rollout history} shows it. */
    static final String REVISION_ANNOTATION = "deployment.kubernetes.io/revision";

    private static final String LAST_APPLIED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    ReplicaSetHistory {
        old = List.copyOf(old);
    }

    /** @param owned all ReplicaSets that the Deployment controls */
    static ReplicaSetHistory of(Deployment deployment, List<ReplicaSet> owned) {
        List<ReplicaSet> byAge = new ArrayList<>(owned);
        byAge.sort(Comparator.comparing(
                        (ReplicaSet set) -> set.getMetadata().getCreationTimestamp(),
                        Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingLong(set -> revision(set.getMetadata().getAnnotations()))
                .thenComparing(set -> set.getMetadata().getName()));
        Optional<ReplicaSet> newest =
                byAge.stream().filter(set -> hasTemplate(set, deployment)).findFirst();
        newest.ifPresent(byAge::remove);
        return new ReplicaSetHistory(newest, byAge);
    }

    static boolean hasTemplate(ReplicaSet set, Deployment deployment) {
        PodTemplateSpec template = new PodTemplateSpecBuilder(set.getSpec().getTemplate())
                .editMetadata()
                .removeFromLabels(HASH_LABEL)
                .endMetadata()
                .build();
        return template.equals(deployment.getSpec().getTemplate());
    }

    /** The revision the newest ReplicaSet has to carry: above that of every old one. */
    long newestRevision() {
        long highestOld = old.stream()
                .mapToLong(set -> revision(set.getMetadata().getAnnotations()))
                .max()
                .orElse(0);
        long own =
                newest.map(set -> revision(set.getMetadata().getAnnotations())).orElse(0L);
        return Math.max(own, highestOld + 1);
    }

    static long revision(Map<String, String> annotations) {
        String text = annotations == null ? null : annotations.get(REVISION_ANNOTATION);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The ReplicaSet of the Deployment's present template, without pods as yet. */
    ReplicaSet compose(Deployment deployment, String hash) {
        Map<String, String> annotations = new HashMap<>(deployment.getMetadata().getAnnotations());
        annotations.remove(LAST_APPLIED_ANNOTATION);
        annotations.put(REVISION_ANNOTATION, Long.toString(newestRevision()));
        PodTemplateSpec template = new PodTemplateSpecBuilder(
                        deployment.getSpec().getTemplate())
                .editOrNewMetadata()
                .addToLabels(HASH_LABEL, hash)
                .endMetadata()
                .build();
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + '-' + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(annotations)
                .withOwnerReferences(Ownership.referenceTo(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withNewSelectorLike(deployment.getSpec().getSelector())
                .addToMatchLabels(HASH_LABEL, hash)
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }

    /** Old ReplicaSets without pods beyond those that are kept for going back, oldest first. */
    List<ReplicaSet> expired(int keep) {
        List<ReplicaSet> idle = old.stream()
                .filter(set -> replicas(set) == 0
                        && (set.getStatus() == null
                                || set.getStatus().getReplicas() == null
                                || set.getStatus().getReplicas() == 0))
                .sorted(Comparator.comparingLong(
                        set -> revision(set.getMetadata().getAnnotations())))
                .toList();
        return idle.subList(0, Math.max(0, idle.size() - keep));
    }

    static int replicas(ReplicaSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }
}
