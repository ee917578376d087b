package dev.hawser.proxy.http.tls;

import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.internal.tcnative.SSL;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/** Makes the contexts of handshakes with clients, and the handlers that do them. */
final class ServerContexts {

    private static final String PLATFORM_TICKETS = "jdk.tls.server.enableSessionTicketExtension";

    private final TlsSettings settings;
    private final ApplicationProtocols protocols;

    ServerContexts(TlsSettings settings, ApplicationProtocols protocols) {
        this.settings = settings;
        this.protocols = protocols;
        if (settings.sessions().tickets() == Tickets.OFF) {
            // The platform has no other switch, and it serves what BoringSSL does not take.
            System.setProperty(PLATFORM_TICKETS, "false");
        }
    }

    TlsSettings settings() {
        return settings;
    }

    /**
     * A new context, counted where the provider counts.
     *
     * @throws SSLException if the provider does not take the key or the certificates
     */
    SslContext create(TlsProvider provider, PrivateKey key, List<X509Certificate> chain) throws SSLException {
        SslContext context = SslContextBuilder.forServer(key, chain)
                .sslProvider(provider.netty())
                .protocols(settings.versions().stream().map(TlsVersion::text).toList())
                .ciphers(suites(), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(protocols.offered())
                .build();
        keepSessions(context.sessionContext());
        return context;
    }

    /** Those of TLS 1.3 have to be named too, lest it is not spoken. */
    private List<String> suites() {
        List<String> suites = new ArrayList<>();
        if (settings.versions().contains(TlsVersion.TLS_1_3)) {
            suites.addAll(CipherSuite.OF_TLS_1_3);
        }
        if (settings.versions().stream().anyMatch(version -> version != TlsVersion.TLS_1_3)) {
            settings.suites().forEach(suite -> suites.add(suite.iana()));
        }
        return suites;
    }

    private void keepSessions(SSLSessionContext sessions) {
        sessions.setSessionTimeout((int) settings.sessions().timeout().toSeconds());
        int cached = settings.sessions().cached();
        if (sessions instanceof OpenSslServerSessionContext counted) {
            counted.setSessionCacheEnabled(cached > 0);
        }
        // To the platform 0 means no limit.
        sessions.setSessionCacheSize(Math.max(1, cached));
    }

    SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        if (settings.sessions().tickets() == Tickets.OFF
                && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
            // Each engine that speaks TLS 1.3 begins with tickets on, whatever its context says.
            SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
        return handler;
    }
}
