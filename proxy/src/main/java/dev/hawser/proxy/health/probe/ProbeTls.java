package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.ActiveChecks.Verification;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The TLS contexts of probes, made when first needed. Belongs to the loop. */
final class ProbeTls {

    /** The probe's own timer covers the handshake. */
    private static final long NO_TIMEOUT = 0;

    /** Any port will do: it is part of the key of sessions only. */
    private static final int NO_PORT = 0;

    private final @Nullable TrustManagerFactory trust;
    private final Map<Key, SslContext> contexts = new HashMap<>();

    private enum Application {
        HTTP_1,
        HTTP_2
    }

    private record Key(Verification verification, Application application) {}

    /** Trusts what the platform trusts. */
    ProbeTls() {
        this(null);
    }

    /** @param trust whom to trust; {@code null} for those whom the platform trusts */
    ProbeTls(@Nullable TrustManagerFactory trust) {
        this.trust = trust;
    }

    SslHandler http(Verification verification, String serverName, ByteBufAllocator allocator) throws SSLException {
        return handler(new Key(verification, Application.HTTP_1), serverName, allocator);
    }

    SslHandler http2(Verification verification, String serverName, ByteBufAllocator allocator) throws SSLException {
        return handler(new Key(verification, Application.HTTP_2), serverName, allocator);
    }

    private SslHandler handler(Key key, String serverName, ByteBufAllocator allocator) throws SSLException {
        SslContext context = contexts.get(key);
        if (context == null) {
            context = contextFor(key);
            contexts.put(key, context);
        }
        SslHandler handler = context.newHandler(allocator, serverName, NO_PORT);
        handler.setHandshakeTimeoutMillis(NO_TIMEOUT);
        return handler;
    }

    private SslContext contextFor(Key key) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().applicationProtocolConfig(protocols(key.application()));
        switch (key.verification()) {
            case ON -> builder.trustManager(trust).endpointIdentificationAlgorithm("HTTPS");
            case OFF ->
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
        }
        return builder.build();
    }

    private static ApplicationProtocolConfig protocols(Application application) {
        return switch (application) {
            case HTTP_1 -> ApplicationProtocolConfig.DISABLED;
            case HTTP_2 ->
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2);
        };
    }
}
