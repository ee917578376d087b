package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.watch.WatchEvent.Source;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The informers of all sources. They put what they see into a queue and do nothing else on the client's threads. */
final class Informers implements AutoCloseable {

    private static final List<ResourceKind<?>> KINDS = List.of(
            ResourceKind.INGRESS,
            ResourceKind.INGRESS_CLASS,
            ResourceKind.SERVICE,
            ResourceKind.ENDPOINT_SLICE,
            ResourceKind.SECRET,
            ResourceKind.KONG_UPSTREAM_POLICY,
            ResourceKind.INGRESS_CLASS_PARAMETERS);

    /** Of all Secrets only these can hold a certificate that an Ingress names, so no others are asked for. */
    private static final String TLS_SECRET = "kubernetes.io/tls";

    private static final long NO_RESYNC = 0;

    private final KubernetesClient client;
    private final WatchSelection selection;
    private final Consumer<WatchEvent> queue;
    private final List<SharedIndexInformer<?>> running = new ArrayList<>();
    private final List<SourceFailures> failures = new ArrayList<>();

    Informers(KubernetesClient client, WatchSelection selection, Consumer<WatchEvent> queue) {
        this.client = client;
        this.selection = selection;
        this.queue = queue;
    }

    /**
     * What is to be watched: a kind of namespaced objects once for each namespace, any other once.
     *
     * @param namespaces empty for all
     * @param omitted the kinds that are not watched
     */
    static List<Source> sources(Set<String> namespaces, Set<ResourceKind<?>> omitted) {
        List<Source> sources = new ArrayList<>();
        for (ResourceKind<?> kind : KINDS) {
            if (omitted.contains(kind)) {
                continue;
            }
            if (kind.scope() == ResourceKind.Scope.CLUSTER || namespaces.isEmpty()) {
                sources.add(new Source(kind, ""));
            } else {
                namespaces.stream().sorted().forEach(namespace -> sources.add(new Source(kind, namespace)));
            }
        }
        return sources;
    }

    /** Starts an informer for each source; returns before anything is listed. */
    void start(Collection<Source> sources) {
        for (Source source : sources) {
            start(source, source.kind());
        }
    }

    private <T extends HasMetadata> void start(Source source, ResourceKind<T> kind) {
        SourceFailures failure = new SourceFailures(source, queue);
        SharedIndexInformer<T> informer = selected(source, kind)
                .runnableInformer(NO_RESYNC)
                .exceptionHandler(failure)
                .addEventHandler(new Enqueuing<T>(source, failure, queue));
        failures.add(failure);
        running.add(informer);
        informer.start();
    }

    private <T extends HasMetadata> FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> selected(
            Source source, ResourceKind<T> kind) {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> all = client.resources(kind.type());
        if (kind.scope() == ResourceKind.Scope.CLUSTER) {
            return all;
        }
        FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> scoped =
                source.namespace().isEmpty() ? all.inAnyNamespace() : all.inNamespace(source.namespace());
        if (kind != ResourceKind.SECRET) {
            return scoped;
        }
        String label = selection.secretLabel();
        return (label == null ? scoped : scoped.withLabel(label, "true")).withField("type", TLS_SECRET);
    }

    /** Stops all informers; what they call back with after that is of no account. */
    @Override
    public void close() {
        failures.forEach(SourceFailures::close);
        running.forEach(SharedIndexInformer::stop);
    }

    /** Called back by the informer of one source, in order. */
    private record Enqueuing<T extends HasMetadata>(Source source, SourceFailures failures, Consumer<WatchEvent> queue)
            implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            queue.accept(new WatchEvent.Put(object, null));
        }

        @Override
        public void onUpdate(T before, T object) {
            queue.accept(new WatchEvent.Put(object, before));
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            queue.accept(new WatchEvent.Gone(object));
        }

        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            failures.over();
            queue.accept(new WatchEvent.Listed(source));
        }
    }
}
