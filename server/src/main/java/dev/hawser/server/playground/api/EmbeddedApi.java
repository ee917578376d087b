package dev.hawser.server.playground.api;

import dev.hawser.server.playground.api.http.ApiRouter;
import dev.hawser.server.playground.api.http.HttpFront;
import dev.hawser.server.playground.api.rules.AdmissionCheck;
import dev.hawser.server.playground.api.rules.CustomKinds;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.verb.Resources;
import dev.hawser.server.playground.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A running Kubernetes API on one address. Any thread may use it.
 *
 * <p>It starts with the namespaces {@code default} and {@code kube-system}, the IngressClass {@code kong} and the
 * definitions of Kong's custom kinds. No controller runs in it: Deployments make no pods, and pods that are marked for
 * deletion stay until their node removes them. What it does by itself is what Kubernetes' garbage collector does.
 */
public final class EmbeddedApi implements AutoCloseable {

    private final ResourceStore store;
    private final Resources resources;
    private final HttpFront front;

    private EmbeddedApi(ResourceStore store, Resources resources, HttpFront front) {
        this.store = store;
        this.resources = resources;
        this.front = front;
    }

    /**
     * Starts an API that checks custom objects by their schema alone.
     *
     * @see #start(InetSocketAddress, AdmissionCheck)
     */
    public static EmbeddedApi start(InetSocketAddress listen) throws IOException {
        return start(listen, AdmissionCheck.NONE);
    }

    /**
     * Starts an API.
     *
     * @param listen port 0 for any free one. Whoever reaches the address may do everything: keep it on loopback.
     * @param admission what custom objects must pass besides their schema
     * @throws java.net.BindException when the address is taken or is none of this machine; the message says which
     */
    public static EmbeddedApi start(InetSocketAddress listen, AdmissionCheck admission) throws IOException {
        Clock clock = Clock.systemUTC();
        CustomKinds customKinds = CustomKinds.load();
        // Milliseconds since 1970 are beyond the versions of any earlier run that wrote less than once a millisecond,
        // so clients that outlived it are told to start afresh.
        ResourceStore store = new ResourceStore(clock.millis(), ResourceStore.HISTORY);
        Resources resources = new Resources(store, new ObjectRules(customKinds, admission), clock);
        new InitialObjects(resources, store, clock).create(customKinds);
        HttpFront front = HttpFront.listen(listen, new ApiRouter(resources, store, clock));
        resources.start();
        return new EmbeddedApi(store, resources, front);
    }

    /** Where the API is; for a listener on all addresses, where it is on this machine. */
    public URI uri() {
        InetSocketAddress address = front.address();
        InetAddress host = address.getAddress();
        String text = host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress();
        return URI.create("http://%s:%d".formatted(text.contains(":") ? "[" + text + "]" : text, address.getPort()));
    }

    /**
     * Writes a kubeconfig file with one context, {@code hawser-playground}, whose namespace is {@code default}. A file
     * that is there is replaced, in one step.
     *
     * @throws IOException when it cannot be written
     */
    public void writeKubeconfig(Path file) throws IOException {
        Kubeconfig.open(uri()).write(file);
    }

    /** Ends all watches, closes all connections and forgets all objects. Takes at most a few seconds. */
    @Override
    public void close() {
        store.close();
        resources.close();
        front.close();
    }
}
