package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.upstream.Upstreams;
import dev.hawser.proxy.runtime.SnapshotHolder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the exchanges of one event loop share. Belongs to that loop, but for what it was made with. */
public final class Worker {

    private final SnapshotHolder snapshots;
    private final ExchangeSettings settings;
    private final ExchangeObserver observer;
    private final Upstreams upstreams;
    private final HeadStore store;
    private final ServerToken serverToken;
    private final DateField date = new DateField();
    private final Set<ClientConnection> clients = new HashSet<>();
    private boolean draining;

    public Worker(
            SnapshotHolder snapshots,
            ExchangeSettings settings,
            ExchangeObserver observer,
            Upstreams upstreams,
            HeadStore store) {
        this.snapshots = snapshots;
        this.settings = settings;
        this.observer = observer;
        this.upstreams = upstreams;
        this.store = store;
        this.serverToken = ServerToken.of(settings.serverToken());
    }

    SnapshotHolder snapshots() {
        return snapshots;
    }

    ExchangeSettings settings() {
        return settings;
    }

    ExchangeObserver observer() {
        return observer;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    /** Where the heads of the loop's messages are kept. */
    public HeadStore store() {
        return store;
    }

    ServerToken serverToken() {
        return serverToken;
    }

    DateField date() {
        return date;
    }

    boolean draining() {
        return draining;
    }

    void opened(ClientConnection client) {
        clients.add(client);
        observer.clientConnected();
        if (draining) {
            client.drain();
        }
    }

    void closed(ClientConnection client) {
        if (clients.remove(client)) {
            observer.clientDisconnected();
        }
    }

    /** How many connections clients have open. */
    public int openClients() {
        return clients.size();
    }

    /** Closes idle connections of clients now and the others after the response that is under way. */
    public void drain() {
        draining = true;
        List.copyOf(clients).forEach(ClientConnection::drain);
    }

    /** Closes all connections, whatever is under way. */
    public void close() {
        draining = true;
        List.copyOf(clients).forEach(ClientConnection::close);
        upstreams.close();
    }
}
