package dev.hawser.proxy.http.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Asks name servers over UDP, and over TCP what does not fit. Addresses of version 4 are the answer, and those of version 6
 * when there are none. The hosts file, the search domains and the options of {@code resolv.conf} count.
 */
public final class DnsQuery implements NameQuery {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final RecordedTtls ttls = new RecordedTtls();
    private final DnsNameResolver resolver;

    public DnsQuery(
            EventLoop loop,
            Class<? extends DatagramChannel> datagrams,
            Class<? extends SocketChannel> streams,
            NameSettings settings) {
        this.loop = loop;
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(datagrams)
                .socketChannelType(streams)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .resolveCache(ttls)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .queryTimeoutMillis(TIMEOUT.toMillis());
        if (!settings.servers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.servers()));
        }
        this.resolver = builder.build();
    }

    @Override
    public Future<Answer> ask(String name) {
        Promise<Answer> promise = loop.newPromise();
        ttls.begin();
        Future<List<InetAddress>> addresses = resolver.resolveAll(name);
        addresses.addListener(_ -> {
            if (addresses.isSuccess()) {
                List<InetAddress> preferred = preferred(addresses.getNow());
                promise.setSuccess(new Answer(preferred, ttls.of(preferred)));
            } else if (saysThatThereIsNone(addresses.cause())) {
                promise.setSuccess(new Answer(List.of(), 0));
            } else {
                promise.setFailure(addresses.cause());
            }
            ttls.end();
        });
        return promise;
    }

    private static List<InetAddress> preferred(List<InetAddress> addresses) {
        List<InetAddress> version4 =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        return version4.isEmpty() ? addresses : version4;
    }

    /** An answer all the same: there is no such name, or it has no address. */
    private static boolean saysThatThereIsNone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException error) {
                return error.getCode().equals(DnsResponseCode.NXDOMAIN)
                        || error.getCode().equals(DnsResponseCode.NOERROR);
            }
            if (!(cause instanceof UnknownHostException)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        resolver.close();
    }
}
