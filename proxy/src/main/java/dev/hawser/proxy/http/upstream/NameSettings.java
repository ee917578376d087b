package dev.hawser.proxy.http.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How names of hosts are looked up, as Kong's {@code dns_…} settings name it and with its defaults ({@code kong.conf}).
 *
 * @param servers the name servers asked, in turn; none for those of {@code /etc/resolv.conf}
 * @param validTtl how long addresses hold, whatever the answer says; {@code null} for as long as it says, but at least a
 *     second
 * @param staleTtl for how long after that they hold while lookups fail; default an hour
 * @param notFoundTtl how long the answer holds that there is no such name or that it has no address; default 30 seconds
 * @param errorTtl how long after a failure the name is asked for again; default a second
 */
public record NameSettings(
        List<InetSocketAddress> servers,
        @Nullable Duration validTtl,
        Duration staleTtl,
        Duration notFoundTtl,
        Duration errorTtl) {

    /** What a name's addresses hold for at least, so that a TTL of 0 does not cost a query for each connection. */
    static final Duration MIN_TTL = Duration.ofSeconds(1);

    public static final NameSettings DEFAULT =
            new NameSettings(List.of(), null, Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofSeconds(1));

    public NameSettings {
        servers = List.copyOf(servers);
    }

    /** How long addresses hold whose records say so many seconds. */
    Duration holds(long ttlSeconds) {
        if (validTtl != null) {
            return validTtl;
        }
        Duration said = Duration.ofSeconds(ttlSeconds);
        return said.compareTo(MIN_TTL) < 0 ? MIN_TTL : said;
    }

    public NameSettings withServers(List<InetSocketAddress> others) {
        return new NameSettings(others, validTtl, staleTtl, notFoundTtl, errorTtl);
    }
}
