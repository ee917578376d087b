package dev.hawser.kubernetes;

import dev.hawser.config.TargetIds;
import org.jspecify.annotations.Nullable;

/**
 * What a translation depends on besides the objects; fixed at start.
 *
 * @param ingressClass the class of the Ingresses to take; default {@value #DEFAULT_INGRESS_CLASS}
 * @param drainSupport what becomes of terminating endpoints; default {@link DrainSupport#DISABLED}
 * @param clusterDomain the DNS domain put behind {@code <service>.<namespace>.svc} when a Service is addressed by its
 *     name, such as {@code "cluster.local"}; {@code null}, the default, means none
 * @param targetIds makes the ids of the targets of sticky upstreams; default {@link TargetIds#unkeyed()}
 */
public record TranslationSettings(
        String ingressClass,
        DrainSupport drainSupport,
        @Nullable String clusterDomain,
        TargetIds targetIds) {

    public static final String DEFAULT_INGRESS_CLASS = "kong";

    public static TranslationSettings defaults() {
        return new TranslationSettings(DEFAULT_INGRESS_CLASS, DrainSupport.DISABLED, null, TargetIds.unkeyed());
    }

    public TranslationSettings withIngressClass(String other) {
        return new TranslationSettings(other, drainSupport, clusterDomain, targetIds);
    }

    public TranslationSettings withDrainSupport(DrainSupport other) {
        return new TranslationSettings(ingressClass, other, clusterDomain, targetIds);
    }

    public TranslationSettings withClusterDomain(@Nullable String other) {
        return new TranslationSettings(ingressClass, drainSupport, other, targetIds);
    }

    public TranslationSettings withTargetIds(TargetIds other) {
        return new TranslationSettings(ingressClass, drainSupport, clusterDomain, other);
    }
}
