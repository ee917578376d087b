package dev.hawser.proxy.http.upstream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of host names, as one event loop knows them. They are asked for again when they expire, for as long as
 * they are used; while that fails, the last ones hold. What asks is made when the first name is asked for.
 */
public final class NameLookup {

    private final EventExecutor loop;
    private final Supplier<NameQuery> queries;
    private final NameSettings settings;
    private final LongSupplier nanoTime;
    private final Map<String, ResolvedName> names = new HashMap<>();
    private @Nullable NameQuery query;

    /**
     * @param loop where promises are kept
     * @param queries makes what asks name servers
     * @param nanoTime the time as {@link System#nanoTime()} tells it
     */
    public NameLookup(EventExecutor loop, Supplier<NameQuery> queries, NameSettings settings, LongSupplier nanoTime) {
        this.loop = loop;
        this.queries = queries;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * All addresses of a name, in the order in which they should be tried: each call begins with another.
     *
     * @return fails with {@link UnknownHostException} when there is no such name, and with what went wrong when no answer
     *     came and no earlier one holds
     */
    Future<List<InetAddress>> resolve(String name) {
        ResolvedName known = names.computeIfAbsent(name.toLowerCase(Locale.ROOT), ResolvedName::new);
        known.use();
        long now = nanoTime.getAsLong();
        Promise<List<InetAddress>> promise = loop.newPromise();
        boolean expired = known.expired(now);
        if (expired && !known.holdsInFailure(now)) {
            known.await(promise);
        } else {
            known.tell(promise);
        }
        if (expired) {
            ask(known);
        }
        return promise;
    }

    /** Whether a name still has an address, as far as is known; of one that is no name, or has no addresses now, that holds. */
    boolean leads(String name, InetAddress address) {
        if (names.isEmpty()) {
            return true;
        }
        ResolvedName known = names.get(name.toLowerCase(Locale.ROOT));
        if (known == null) {
            return true;
        }
        known.use();
        return known.addresses().isEmpty() || known.addresses().contains(address);
    }

    /** Asks again for names in use that expired, and forgets those out of use; to be called about once a second. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        names.values().removeIf(known -> known.useless(now));
        List.copyOf(names.values()).stream()
                .filter(known -> known.expired(now) && known.used())
                .forEach(this::ask);
    }

    private void ask(ResolvedName known) {
        if (!known.beginAsking()) {
            return;
        }
        NameQuery asked = query;
        if (asked == null) {
            asked = queries.get();
            query = asked;
        }
        Future<NameQuery.Answer> answer = asked.ask(known.name());
        answer.addListener(_ -> {
            long now = nanoTime.getAsLong();
            if (answer.isSuccess()) {
                known.answered(answer.getNow(), settings, now);
            } else {
                known.failed(answer.cause(), settings, now);
            }
        });
    }

    void close() {
        if (query != null) {
            query.close();
            query = null;
        }
    }
}
