package dev.hawser.proxy.http.tls;

import dev.hawser.config.Certificate;
import dev.hawser.config.Pem;
import dev.hawser.proxy.http.tls.TlsSessions.Tickets;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context of one certificate, made when it is first asked for, with the keys of its session tickets. It is given up
 * when its certificate is no longer configured; its native memory is freed when the last connection that was made with it
 * has gone. Any thread.
 */
final class CertificateContext {

    private static final Logger log = LoggerFactory.getLogger(CertificateContext.class);

    /** Makes the context; fails for a certificate that no provider takes. */
    interface Source {
        SslContext create() throws SSLException;
    }

    private final Source source;
    private final @Nullable TicketKeys tickets;
    private final LongSupplier nanoTime;

    /** Guards what follows. It is held for long only while the context is made. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable SslContext context;
    private boolean unusable;
    private boolean retired;

    CertificateContext(Source source, TlsSettings settings, LongSupplier nanoTime) {
        this.source = source;
        this.tickets = settings.sessions().tickets() == Tickets.ON
                ? new TicketKeys(settings.sessions().timeout(), settings.handshakeTimeout())
                : null;
        this.nanoTime = nanoTime;
    }

    /** For a configured certificate; what the best provider does not take, the platform may. */
    static CertificateContext of(Certificate certificate, ServerContexts contexts, LongSupplier nanoTime) {
        return new CertificateContext(() -> loaded(certificate, contexts), contexts.settings(), nanoTime);
    }

    private static SslContext loaded(Certificate certificate, ServerContexts contexts) throws SSLException {
        try {
            PrivateKey key = Pem.privateKey(certificate.key());
            return create(certificate, key, Pem.certificates(certificate.cert()), contexts);
        } catch (SSLException | IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("certificate", certificate.id())
                    .addKeyValue("names", certificate.snis().size())
                    .setCause(e)
                    .log("Certificate cannot be used, the default one is shown for its names");
            throw new SSLException("certificate: " + certificate.id() + " (expected: one that can be used)", e);
        }
    }

    private static SslContext create(
            Certificate certificate, PrivateKey key, List<X509Certificate> chain, ServerContexts contexts)
            throws SSLException {
        TlsProvider best = contexts.settings().provider();
        if (best.proving(key) == best) {
            try {
                return contexts.create(best, key, chain);
            } catch (SSLException e) {
                if (best == TlsProvider.JDK) {
                    throw e;
                }
            }
        }
        SslContext slow = contexts.create(TlsProvider.JDK, key, chain);
        log.atWarn()
                .addKeyValue("certificate", certificate.id())
                .addKeyValue("algorithm", key.getAlgorithm())
                .log("Certificate is served by the Java platform, BoringSSL does not take it");
        return slow;
    }

    /** What became of asking for a context. */
    sealed interface Lease {

        /**
         * It is there.
         *
         * @param context retained: whoever asked releases it once its connection has a handler
         */
        record Granted(SslContext context) implements Lease {}

        /** No provider takes the certificate. */
        record Unusable() implements Lease {}

        /** The certificate is no longer configured: there is a newer table to look into. */
        record Retired() implements Lease {}
    }

    Lease lease() {
        lock.lock();
        try {
            if (retired) {
                return new Lease.Retired();
            }
            SslContext present = context == null && !unusable ? made() : context;
            if (present == null) {
                return new Lease.Unusable();
            }
            rotateTickets(present);
            return new Lease.Granted(ReferenceCountUtil.retain(present));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SslContext made() {
        try {
            context = source.create();
        } catch (SSLException _) {
            // The log has it.
            unusable = true;
        }
        return context;
    }

    private void rotateTickets(SslContext present) {
        if (tickets != null && present.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            OpenSslSessionTicketKey[] keys = tickets.rotated(nanoTime.getAsLong());
            if (keys != null) {
                sessions.setTicketKeys(keys);
            }
        }
    }

    /** Gives the context up; nothing is leased from here on. */
    void retire() {
        lock.lock();
        try {
            retired = true;
            if (context != null) {
                ReferenceCountUtil.release(context);
                context = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
