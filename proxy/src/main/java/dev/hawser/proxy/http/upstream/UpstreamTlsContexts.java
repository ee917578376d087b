package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/** The contexts of TLS connections to endpoints, one for each way of verifying, made when first needed. One loop's. */
public final class UpstreamTlsContexts {

    private final Map<UpstreamTls.Verification, SslContext> contexts = new EnumMap<>(UpstreamTls.Verification.class);

    SslHandler handler(UpstreamTls.Secured tls, Endpoint endpoint, ByteBufAllocator allocator) throws SSLException {
        SslContext context = contexts.get(tls.verification());
        if (context == null) {
            context = contextFor(tls.verification());
            contexts.put(tls.verification(), context);
        }
        return tls.serverName() == null
                ? context.newHandler(allocator)
                : context.newHandler(allocator, tls.serverName(), endpoint.port());
    }

    private static SslContext contextFor(UpstreamTls.Verification verification) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().applicationProtocolConfig(ApplicationProtocolConfig.DISABLED);
        return switch (verification) {
            case NONE ->
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("")
                        .build();
            case PLATFORM -> builder.build();
        };
    }
}
