package dev.hawser.proxy.http.upstream;

import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one host name, and who waits to know it. Times are those of {@link System#nanoTime()}. */
final class ResolvedName {

    private final String name;
    private final List<Promise<List<InetAddress>>> waiting = new ArrayList<>();
    private List<InetAddress> addresses = List.of();
    /** Why there are no addresses, or why those there are hold longer than they should. */
    private @Nullable Throwable failure;

    private boolean known;
    private boolean asking;
    private boolean used;
    private long expiresNanos;
    private long staleNanos;
    private int turn;

    ResolvedName(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<InetAddress> addresses() {
        return addresses;
    }

    void use() {
        used = true;
    }

    /** Whether it was used since it was asked for last. */
    boolean used() {
        return used;
    }

    boolean expired(long now) {
        return !known || now - expiresNanos >= 0;
    }

    /** Whether there are addresses that hold although the last lookup failed. */
    boolean holdsInFailure(long now) {
        return failure != null && !addresses.isEmpty() && now - staleNanos < 0;
    }

    /** Whether nobody asks for it any more. */
    boolean useless(long now) {
        return known && !used && !asking && now - (addresses.isEmpty() ? expiresNanos : staleNanos) >= 0;
    }

    void await(Promise<List<InetAddress>> promise) {
        waiting.add(promise);
    }

    /** Whether it was not being asked for already. */
    boolean beginAsking() {
        boolean begins = !asking;
        asking = true;
        used = false;
        return begins;
    }

    void answered(NameQuery.Answer answer, NameSettings settings, long now) {
        addresses = answer.addresses();
        if (addresses.isEmpty()) {
            failure = new UnknownHostException("name has no address");
            expiresNanos = now + settings.notFoundTtl().toNanos();
        } else {
            failure = null;
            expiresNanos = now + settings.holds(answer.ttlSeconds()).toNanos();
        }
        staleNanos = expiresNanos + settings.staleTtl().toNanos();
        settle();
    }

    void failed(Throwable cause, NameSettings settings, long now) {
        if (known && now - staleNanos >= 0) {
            addresses = List.of();
        }
        failure = cause;
        expiresNanos = now + settings.errorTtl().toNanos();
        settle();
    }

    private void settle() {
        known = true;
        asking = false;
        List<Promise<List<InetAddress>>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(this::tell);
    }

    /** Keeps a promise with what is known. */
    void tell(Promise<List<InetAddress>> promise) {
        if (addresses.isEmpty()) {
            promise.setFailure(failure == null ? new UnknownHostException("name has no address") : failure);
            return;
        }
        List<InetAddress> ordered = new ArrayList<>(addresses.size());
        int first = Math.floorMod(turn++, addresses.size());
        ordered.addAll(addresses.subList(first, addresses.size()));
        ordered.addAll(addresses.subList(0, first));
        promise.setSuccess(ordered);
    }
}
