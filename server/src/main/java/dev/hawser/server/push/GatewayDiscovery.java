package dev.hawser.server.push;

import dev.hawser.server.push.PushSettings.Gateways;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds gateways behind the endpoints of their Admin API's Service, ready or not: they become ready by being configured.
 * Terminating ones are told no more, what they have is good enough for the sessions that they let come to their end.
 */
public final class GatewayDiscovery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GatewayDiscovery.class);

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final SharedIndexInformer<EndpointSlice> informer;

    private GatewayDiscovery(SharedIndexInformer<EndpointSlice> informer) {
        this.informer = informer;
    }

    /**
     * Watches the Service's endpoints.
     *
     * @param client stays the caller's
     * @param found called with all gateways each time they may have changed, on the client's threads
     */
    public static GatewayDiscovery start(
            KubernetesClient client, Gateways.Behind gateways, Consumer<Collection<URI>> found) {
        SharedIndexInformer<EndpointSlice> informer = client.resources(EndpointSlice.class)
                .inNamespace(gateways.service().namespace())
                .withLabel(SERVICE_LABEL, gateways.service().name())
                .runnableInformer(0);
        informer.exceptionHandler((started, failure) -> {
            log.atWarn()
                    .addKeyValue("service", gateways.service())
                    .addKeyValue("reason", String.valueOf(failure.getMessage()))
                    .log("Gateways cannot be looked for, those known are kept while it is tried again");
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<EndpointSlice>() {
            @Override
            public void onAdd(EndpointSlice slice) {
                changed();
            }

            @Override
            public void onUpdate(EndpointSlice before, EndpointSlice slice) {
                changed();
            }

            @Override
            public void onDelete(EndpointSlice slice, boolean finalStateUnknown) {
                changed();
            }

            private void changed() {
                found.accept(urls(informer.getStore().list(), gateways.ports()));
            }
        });
        informer.start();
        return new GatewayDiscovery(informer);
    }

    /** The Admin APIs at the endpoints that are not terminating. */
    static Set<URI> urls(List<EndpointSlice> slices, List<String> portNames) {
        Set<URI> urls = new TreeSet<>();
        for (EndpointSlice slice : slices) {
            for (EndpointPort port : slice.getPorts()) {
                if (port.getPort() == null || port.getName() == null || !portNames.contains(port.getName())) {
                    continue;
                }
                String scheme = port.getName().contains("tls") ? "https" : "http";
                slice.getEndpoints().stream()
                        .filter(endpoint -> !terminating(endpoint))
                        .flatMap(endpoint -> endpoint.getAddresses().stream().limit(1))
                        .map(address -> URI.create(scheme + "://" + host(address) + ":" + port.getPort()))
                        .forEach(urls::add);
            }
        }
        return urls;
    }

    private static boolean terminating(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
    }

    private static String host(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    @Override
    public void close() {
        informer.stop();
    }
}
