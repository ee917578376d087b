package dev.hawser.kubernetes;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/**
 * How the upstreams of the Services that name it balance requests: Kong's custom resource, attached by the annotation
 * {@code konghq.com/upstream-policy} of a Service in its namespace.
 */
@NullUnmarked
@Group("configuration.konghq.com")
@Version("v1beta1")
@Plural("kongupstreampolicies")
@Singular("kongupstreampolicy")
@ShortNames("kup")
public final class KongUpstreamPolicy extends CustomResource<KongUpstreamPolicySpec, KongUpstreamPolicyStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1;

    @Override
    protected KongUpstreamPolicySpec initSpec() {
        return null;
    }

    @Override
    protected KongUpstreamPolicyStatus initStatus() {
        return null;
    }
}
