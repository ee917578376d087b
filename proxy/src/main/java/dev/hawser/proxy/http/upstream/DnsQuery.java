package dev.hawser.proxy.http.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks name servers over UDP, and over TCP what does not fit: for addresses of version 4 and, when there are none, of
 * version 6. The hosts file, the search domains and the options of {@code resolv.conf} count.
 */
public final class DnsQuery implements NameQuery {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final EventLoop loop;
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
        ask(name, DnsRecordType.A, promise);
        return promise;
    }

    private void ask(String name, DnsRecordType type, Promise<Answer> promise) {
        Future<List<DnsRecord>> records;
        try {
            records = resolver.resolveAll(new DefaultDnsQuestion(name, type));
        } catch (IllegalArgumentException e) {
            // The name has an empty or too long label (RFC 1035 section 2.3.4).
            promise.setFailure(e);
            return;
        }
        records.addListener(_ -> {
            if (!records.isSuccess() && !saysThatThereIsNone(records.cause())) {
                promise.setFailure(records.cause());
                return;
            }
            Answer answer = records.isSuccess() ? answerOf(records.getNow()) : new Answer(List.of(), 0);
            if (answer.addresses().isEmpty() && type.equals(DnsRecordType.A)) {
                ask(name, DnsRecordType.AAAA, promise);
            } else {
                promise.setSuccess(answer);
            }
        });
    }

    /** An answer all the same: there is no such name, or none with records of that type. */
    private static boolean saysThatThereIsNone(Throwable failure) {
        if (!(failure instanceof UnknownHostException)) {
            return false;
        }
        return failure.getCause() == null
                || (failure.getCause() instanceof DnsErrorCauseException error
                        && (error.getCode().equals(DnsResponseCode.NXDOMAIN)
                                || error.getCode().equals(DnsResponseCode.NOERROR)));
    }

    private static Answer answerOf(List<DnsRecord> records) {
        List<InetAddress> addresses = new ArrayList<>(records.size());
        long ttlSeconds = Integer.MAX_VALUE;
        for (DnsRecord dnsRecord : records) {
            if (dnsRecord instanceof DnsRawRecord raw) {
                addAddress(raw.content(), addresses);
                ttlSeconds = Math.min(ttlSeconds, raw.timeToLive());
            }
            ReferenceCountUtil.release(dnsRecord);
        }
        return new Answer(addresses, ttlSeconds);
    }

    private static void addAddress(ByteBuf content, List<InetAddress> addresses) {
        try {
            addresses.add(InetAddress.getByAddress(ByteBufUtil.getBytes(content)));
        } catch (UnknownHostException _) {
            // Neither 4 nor 16 octets: a record that no name server should send, as good as none.
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
