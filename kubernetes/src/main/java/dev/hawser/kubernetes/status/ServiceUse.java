package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which Services take the requests of Ingresses.
 *
 * @param services those of the Ingresses that were looked at
 */
record ServiceUse(Set<ObjectKey> services) {

    static ServiceUse of(List<Ingress> ingresses) {
        Set<ObjectKey> services = new HashSet<>();
        for (Ingress ingress : ingresses) {
            if (ingress.getSpec() == null) {
                continue;
            }
            String namespace = ingress.getMetadata().getNamespace();
            add(namespace, ingress.getSpec().getDefaultBackend(), services);
            for (IngressRule rule : ApiLists.orEmpty(ingress.getSpec().getRules())) {
                if (rule.getHttp() != null) {
                    for (HTTPIngressPath path : ApiLists.orEmpty(rule.getHttp().getPaths())) {
                        add(namespace, path.getBackend(), services);
                    }
                }
            }
        }
        return new ServiceUse(services);
    }

    private static void add(String namespace, @Nullable IngressBackend backend, Set<ObjectKey> services) {
        if (backend != null
                && backend.getService() != null
                && backend.getService().getName() != null) {
            services.add(
                    ResourceKind.SERVICE.key(namespace, backend.getService().getName()));
        }
    }
}
