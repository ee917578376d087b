package dev.hawser.proxy.tls;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.Pem;
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
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The contexts of TLS connections that the gateway makes, by what they depend on: made when first needed, given up when
 * they were not for {@link #KEPT}. A connection keeps what it needs of its own. Belongs to one event loop.
 */
public final class ClientContexts {

    /** How long a context is kept that no connection was made with. */
    public static final Duration KEPT = Duration.ofMinutes(5);

    /** What is spoken over TLS. */
    public enum Application {
        HTTP_1,
        HTTP_2
    }

    private record Key(EndpointTls tls, Application application) {}

    private static final class Entry {

        private final SslContext context;
        private long usedNanos;

        Entry(SslContext context) {
            this.context = context;
        }
    }

    private final TlsProvider provider;
    private final TrustSettings trust;
    private final Map<Key, Entry> entries = new HashMap<>();

    public ClientContexts(TlsProvider provider, TrustSettings trust) {
        this.provider = provider;
        this.trust = trust;
    }

    /**
     * A handler that secures one connection.
     *
     * @param peer the name asked for (RFC 6066 section 3) and verified, without a port; an address is not asked for, but
     *     verified too
     * @throws SSLException if no context can be made, of a key that is no longer taken for instance
     */
    public SslHandler handler(
            EndpointTls tls, Application application, String peer, int port, ByteBufAllocator allocator)
            throws SSLException {
        return context(tls, application).newHandler(allocator, peer, port);
    }

    /** Makes the context now, if it was not yet. */
    public void prepare(EndpointTls tls, Application application) throws SSLException {
        var _ = context(tls, application);
    }

    private SslContext context(EndpointTls tls, Application application) throws SSLException {
        Key key = new Key(tls, application);
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(create(key));
            entries.put(key, entry);
        }
        entry.usedNanos = System.nanoTime();
        return entry.context;
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /** Gives up what was not used for long; to be called now and then. */
    public void sweep(long nowNanos) {
        entries.values().removeIf(entry -> {
            boolean old = nowNanos - entry.usedNanos > KEPT.toNanos();
            if (old) {
                ReferenceCountUtil.release(entry.context);
            }
            return old;
        });
    }

    /** Gives up all of them. */
    public void close() {
        entries.values().forEach(entry -> ReferenceCountUtil.release(entry.context));
        entries.clear();
    }

    private SslContext create(Key key) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient().applicationProtocolConfig(protocols(key.application));
        try {
            switch (key.tls.verification()) {
                case ON -> builder.trustManager(trusting(key.tls)).endpointIdentificationAlgorithm("HTTPS");
                case OFF ->
                    builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
            }
            Certificate client = key.tls.client();
            TlsProvider proving = provider;
            if (client != null) {
                PrivateKey own = Pem.privateKey(client.key());
                builder.keyManager(own, Pem.certificates(client.cert()));
                proving = provider.proving(own);
            }
            builder.sslProvider(proving.netty());
            return builder.build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SSLException("TLS of an endpoint: " + e.getMessage(), e);
        }
    }

    private X509ExtendedTrustManager trusting(EndpointTls tls) throws GeneralSecurityException {
        List<CaCertificate> named = tls.authorities();
        Collection<X509Certificate> authorities = named == null ? trust.authorities() : parsed(named);
        if (authorities.isEmpty()) {
            return new TrustNobody();
        }
        int depth = tls.depth() == null ? trust.depth() : tls.depth();
        return DepthLimit.of(TrustSettings.anchors(authorities), depth);
    }

    private static List<X509Certificate> parsed(List<CaCertificate> authorities) {
        List<X509Certificate> parsed = new ArrayList<>();
        for (CaCertificate authority : authorities) {
            parsed.addAll(Pem.certificates(authority.cert()));
        }
        return parsed;
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
