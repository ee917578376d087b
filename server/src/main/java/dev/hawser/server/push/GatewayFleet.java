package dev.hawser.server.push;

import dev.hawser.config.GatewayConfig;
import dev.hawser.server.push.GatewayLink.Next;
import dev.hawser.server.push.GatewayLink.Wake;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateways that configurations are pushed to. Each is brought to the latest configuration by itself; those in between
 * may be left out. Any thread.
 */
public final class GatewayFleet implements ConfigTarget, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GatewayFleet.class);

    private final PushSettings settings;
    private final PushObserver observer;
    private final HttpClient http;
    private final Semaphore permits;
    private final CompletableFuture<Void> firstLive = new CompletableFuture<>();

    /** Written under the lock, read by any. */
    private volatile Verdict verdict = Verdict.NONE;

    /** Written once before anything is pushed. */
    private volatile Runnable laterVerdict = () -> {};

    /** By URL; guarded by this. */
    private final Map<URI, Member> members = new HashMap<>();

    /** Guarded by this. */
    private @Nullable Payload latest;

    /** How many configurations there were; guarded by this. */
    private long count;

    private GatewayFleet(PushSettings settings, PushObserver observer) {
        this.settings = settings;
        this.observer = observer;
        this.http = AdminClient.http(settings.access());
        this.permits = new Semaphore(settings.concurrency());
    }

    /** Starts without any gateway. */
    public static GatewayFleet start(PushSettings settings, PushObserver observer) {
        return new GatewayFleet(settings, observer);
    }

    /** Tells no one of an answer that comes from a gateway which is none of the fleet any more. */
    private void note(URI gateway, Opinion opinion, Payload payload, Payload.Form form, PushAnswer answer) {
        boolean changed;
        synchronized (this) {
            Member member = members.get(gateway);
            if (member == null || member.opinion != opinion) {
                return;
            }
            opinion.add(payload, form, answer);
            changed = judge();
        }
        if (answer instanceof PushAnswer.Taken) {
            firstLive.complete(null);
        }
        if (changed) {
            laterVerdict.run();
        }
    }

    /** Makes the verdict anew, with the lock held; whether it is another one. */
    private boolean judge() {
        Verdict before = verdict;
        verdict = Opinion.verdict(
                members.values().stream().map(member -> member.opinion).toList(), before.live());
        return !verdict.equals(before);
    }

    /** What the gateways that are pushed to said last; one that did not answer yet does not count. */
    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public void onLaterVerdict(Runnable action) {
        laterVerdict = action;
    }

    /** Pushes to these gateways, and to no others, from now on. */
    public void setGateways(Collection<URI> gateways) {
        if (exchange(gateways)) {
            laterVerdict.run();
        }
    }

    /** Whether the verdict is another one without those that are gone. */
    private synchronized boolean exchange(Collection<URI> gateways) {
        Set<URI> gone = new HashSet<>(members.keySet());
        gone.removeAll(gateways);
        for (URI gateway : gone) {
            Member member = members.remove(gateway);
            if (member != null) {
                member.stop();
                observer.gone(gateway.toString());
                log.atInfo().addKeyValue("gateway", gateway).log("Gateway is gone");
            }
        }
        for (URI gateway : gateways) {
            members.computeIfAbsent(gateway, this::join);
        }
        return judge();
    }

    private Member join(URI gateway) {
        AdminClient api = new AdminClient(http, gateway, settings.access());
        Opinion opinion = new Opinion();
        GatewayLink link = new GatewayLink(
                gateway.toString(),
                api,
                permits,
                settings.lookInterval(),
                observer,
                (payload, form, answer) -> note(gateway, opinion, payload, form, answer),
                System::nanoTime);
        Member member = new Member(gateway, link, opinion);
        if (latest != null) {
            member.tell(latest);
        }
        log.atInfo().addKeyValue("gateway", gateway).log("Gateway is pushed to");
        return member;
    }

    /** The Admin APIs of some gateways, in their order. */
    List<AdminApi> apis(List<URI> gateways) {
        List<AdminApi> apis = new ArrayList<>();
        gateways.forEach(gateway -> apis.add(new AdminClient(http, gateway, settings.access())));
        return apis;
    }

    @Override
    public synchronized void apply(GatewayConfig config) {
        Payload payload = new Payload(++count, config);
        latest = payload;
        members.values().forEach(member -> member.tell(payload));
    }

    /** Completed when the first gateway has taken a configuration; the others follow by themselves. */
    @Override
    public CompletionStage<Void> firstLive() {
        return firstLive.minimalCompletionStage();
    }

    /** Stops pushing; the gateways go on with what they have. */
    @Override
    public synchronized void close() {
        members.values().forEach(Member::stop);
        members.clear();
        http.shutdownNow();
    }

    /** A gateway with the thread that keeps it up to date. */
    private static final class Member {

        private final GatewayLink link;
        /** Guarded by the fleet. */
        private final Opinion opinion;

        private final BlockingQueue<Wake> changes = new LinkedBlockingQueue<>(1);
        private final Thread thread;

        Member(URI gateway, GatewayLink link, Opinion opinion) {
            this.link = link;
            this.opinion = opinion;
            this.thread = Thread.ofVirtual().name("push " + gateway).start(this::run);
        }

        void tell(Payload payload) {
            link.want(payload);
            // One that waits already says the same.
            boolean _ = changes.offer(Wake.ON_CHANGE);
        }

        void stop() {
            thread.interrupt();
        }

        private void run() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Next next = stepSafely();
                    if (next.wake() == Wake.BY_TIME) {
                        Thread.sleep(next.after());
                    } else {
                        Wake _ = changes.poll(next.after().toNanos(), TimeUnit.NANOSECONDS);
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private Next stepSafely() throws InterruptedException {
            try {
                return link.step();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("Pushing failed unexpectedly, trying again");
                return new Next(GatewayLink.LONGEST_DELAY, Wake.BY_TIME);
            }
        }
    }
}
