package dev.hawser.proxy.http.upstream;

import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks up host names on one event loop. The resolver and its socket are made when the first name is asked for. */
public final class NameLookup {

    private final Supplier<InetNameResolver> resolvers;
    private @Nullable InetNameResolver resolver;

    /** @param resolvers makes the resolver */
    public NameLookup(Supplier<InetNameResolver> resolvers) {
        this.resolvers = resolvers;
    }

    Future<InetAddress> resolve(String name) {
        InetNameResolver known = resolver;
        if (known == null) {
            known = resolvers.get();
            resolver = known;
        }
        return known.resolve(name);
    }

    void close() {
        if (resolver != null) {
            resolver.close();
            resolver = null;
        }
    }
}
