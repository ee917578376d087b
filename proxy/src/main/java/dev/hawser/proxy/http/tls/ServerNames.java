package dev.hawser.proxy.http.tls;

import dev.hawser.config.Certificate;
import dev.hawser.config.Sni;
import dev.hawser.proxy.http.tls.CertificateContext.Lease;
import dev.hawser.proxy.tls.TlsProvider;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificate for a server name (RFC 6066 section 3): the name itself, else {@code *.rest}, else {@code
 * first.*}, else the name {@code *}, else the default one. A certificate's context is made when first asked for and kept
 * for as long as it is configured; connections keep theirs to their end, so that a change of certificates disturbs none.
 * Any thread.
 */
public final class ServerNames implements AutoCloseable {

    private final Supplier<List<Certificate>> certificates;
    private final ServerContexts contexts;
    private final LongSupplier nanoTime;
    private final CertificateContext fallback;

    /** Held while the table is replaced. */
    private final ReentrantLock replacing = new ReentrantLock();

    /** Written under the lock, read by all event loops; a stale one serves one handshake more. */
    private volatile Table table = Table.EMPTY;

    /**
     * @param protocols what clients are offered to speak
     * @param certificates those of the current configuration
     */
    public ServerNames(TlsSettings settings, ApplicationProtocols protocols, Supplier<List<Certificate>> certificates) {
        this(settings, protocols, certificates, System::nanoTime);
    }

    ServerNames(
            TlsSettings settings,
            ApplicationProtocols protocols,
            Supplier<List<Certificate>> certificates,
            LongSupplier nanoTime) {
        this.certificates = certificates;
        this.contexts = new ServerContexts(settings, protocols);
        this.nanoTime = nanoTime;
        Certificate configured = settings.defaultCertificate();
        this.fallback = configured == null ? selfSigned() : CertificateContext.of(configured, contexts, nanoTime);
    }

    private CertificateContext selfSigned() {
        DefaultCertificate certificate = DefaultCertificate.create();
        TlsProvider provider = contexts.settings().provider();
        return new CertificateContext(
                () -> contexts.create(provider, certificate.key(), List.of(certificate.certificate())),
                contexts.settings(),
                nanoTime);
    }

    /**
     * A handler that secures one connection; how long its handshake may take is left to whoever asks.
     *
     * @param serverName the one that the client asked for; {@code null} when it asked for none
     */
    public SslHandler handler(@Nullable String serverName, ByteBufAllocator allocator) {
        SslContext context = leased(serverName == null ? "" : serverName.toLowerCase(Locale.ROOT));
        try {
            return contexts.handler(context, allocator);
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    TlsSettings settings() {
        return contexts.settings();
    }

    /** The context for a name, retained. */
    SslContext leased(String name) {
        while (true) {
            CertificateContext found = current().find(name);
            switch (found == null ? new Lease.Unusable() : found.lease()) {
                case Lease.Granted(SslContext context) -> {
                    return context;
                }
                case Lease.Unusable() -> {
                    return byDefault();
                }
                case Lease.Retired() -> {} // The table was replaced meanwhile.
            }
        }
    }

    private SslContext byDefault() {
        if (fallback.lease() instanceof Lease.Granted(SslContext context)) {
            return context;
        }
        throw new IllegalStateException(
                "default certificate: not usable (expected: one that was checked at the start)");
    }

    // Identity is enough, and comparing contents would cost every handshake.
    @SuppressWarnings("ReferenceEquality")
    private Table current() {
        List<Certificate> configured = certificates.get();
        Table known = table;
        return known.source() == configured ? known : replaced();
    }

    @SuppressWarnings("ReferenceEquality")
    private Table replaced() {
        replacing.lock();
        try {
            // Asked again: whoever waited here must not bring back what it saw before.
            List<Certificate> configured = certificates.get();
            Table known = table;
            if (known.source() == configured) {
                return known;
            }
            Table fresh =
                    Table.of(configured, known.contexts(), each -> CertificateContext.of(each, contexts, nanoTime));
            table = fresh;
            known.contexts().forEach((certificate, context) -> {
                if (!fresh.contexts().containsKey(certificate)) {
                    context.retire();
                }
            });
            return fresh;
        } finally {
            replacing.unlock();
        }
    }

    /** Gives all contexts up; connections that are open keep theirs. */
    @Override
    public void close() {
        replacing.lock();
        try {
            table.contexts().values().forEach(CertificateContext::retire);
            table = Table.EMPTY;
            fallback.retire();
        } finally {
            replacing.unlock();
        }
    }

    /**
     * The contexts by name.
     *
     * @param source the list that it was made of, compared by identity
     * @param contexts those of certificates that have names
     */
    private record Table(
            List<Certificate> source,
            Map<Certificate, CertificateContext> contexts,
            Map<String, CertificateContext> byName) {

        static final Table EMPTY = new Table(List.of(), Map.of(), Map.of());

        static Table of(
                List<Certificate> source,
                Map<Certificate, CertificateContext> known,
                Function<Certificate, CertificateContext> create) {
            Map<Certificate, CertificateContext> contexts = new HashMap<>();
            Map<String, CertificateContext> byName = new HashMap<>();
            for (Certificate certificate : source) {
                CertificateContext before = known.get(certificate);
                for (Sni sni : certificate.snis()) {
                    CertificateContext context =
                            contexts.computeIfAbsent(certificate, each -> before == null ? create.apply(each) : before);
                    byName.putIfAbsent(sni.name().toLowerCase(Locale.ROOT), context);
                }
            }
            return new Table(source, contexts, byName);
        }

        @Nullable
        CertificateContext find(String name) {
            CertificateContext exact = byName.get(name);
            if (exact != null) {
                return exact;
            }
            int first = name.indexOf('.');
            CertificateContext wildcard = first < 0 ? null : byName.get("*" + name.substring(first));
            if (wildcard == null && first >= 0) {
                wildcard = byName.get(name.substring(0, name.lastIndexOf('.')) + ".*");
            }
            return wildcard == null ? byName.get("*") : wildcard;
        }
    }
}
