package dev.hawser.proxy.http.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.NoopDnsCache;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the addresses of answers hold, which Netty's resolver tells its cache alone. It caches nothing: {@link NameLookup}
 * does. Two names that have an address in common at the same moment may get each other's time. Belongs to one event loop.
 */
final class RecordedTtls implements DnsCache {

    /** How long the entries of the hosts file hold, in seconds, which say nothing of it. */
    private static final long UNSAID_SECONDS = 60;

    private final Map<InetAddress, Long> seconds = new HashMap<>();
    private int lookups;

    /** A lookup begins. */
    void begin() {
        lookups++;
    }

    /** A lookup ended; what is left of all when the last did is of no more use. */
    void end() {
        lookups--;
        if (lookups == 0) {
            seconds.clear();
        }
    }

    /** The shortest time of some addresses, in seconds. */
    long of(List<InetAddress> addresses) {
        return addresses.stream()
                .mapToLong(address -> seconds.getOrDefault(address, UNSAID_SECONDS))
                .min()
                .orElse(UNSAID_SECONDS);
    }

    @Override
    public DnsCacheEntry cache(
            String hostname, DnsRecord[] additionals, InetAddress address, long originalTtl, EventLoop loop) {
        seconds.put(address, originalTtl);
        return NoopDnsCache.INSTANCE.cache(hostname, additionals, address, originalTtl, loop);
    }

    @Override
    public DnsCacheEntry cache(String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        return NoopDnsCache.INSTANCE.cache(hostname, additionals, cause, loop);
    }

    @Override
    public List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
        return List.of();
    }

    @Override
    public void clear() {
        seconds.clear();
    }

    @Override
    public boolean clear(String hostname) {
        return false;
    }
}
