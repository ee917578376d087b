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
    private final Set<ConnectedClient> clients = new HashSet<>();
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

    /** How exchanges go. */
    public ExchangeSettings settings() {
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

    /** A client connected, unless it is known already. */
    public void opened(ConnectedClient client) {
        if (clients.add(client)) {
            observer.clientConnected();
        }
        if (draining) {
            client.drain();
        }
    }

    /** What the connection of a client carries is known: somebody else sees to it. */
    public void handedOver(ConnectedClient from, ConnectedClient to) {
        if (clients.remove(from)) {
            clients.add(to);
        }
    }

    /** The connection of a client is closed. */
    public void closed(ConnectedClient client) {
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
        List.copyOf(clients).forEach(ConnectedClient::drain);
    }

    /** Closes all connections, whatever is under way. */
    public void close() {
        draining = true;
        List.copyOf(clients).forEach(ConnectedClient::close);
        upstreams.close();
    }
}
