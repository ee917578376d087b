package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The endpoints of one upstream, as its balancer sees them: by place, with weights, and with what is available of them
 * kept up to date. Endpoints tell the newest members that they are part of, so make one for each balancer.
 *
 * <p>Beside those with a weight there are the last resort: endpoints that are terminating but still serve, which get
 * requests when no endpoint with a weight does. Shared by all threads.
 */
public final class Members {

    /** No upstream may have more. */
    public static final int MAX_SIZE = LeastTree.MAX_MEMBERS;

    static final int NONE = AvailableWeights.NONE;

    private static final EndpointListener NOBODY = index -> {};

    private final List<WeightedEndpoint> all;
    /** Those of all, one step nearer. */
    private final Endpoint[] endpoints;

    private final long totalWeight;
    private final AvailableWeights weighted;
    private final AvailableWeights lastResort;

    /** Written and read by all event loops; starts anywhere, lest all gateways begin with the same endpoint. */
    private final AtomicLong lastResortTurn =
            new AtomicLong(ThreadLocalRandom.current().nextInt(1 << 16));

    /** Written once by the balancer while it is made; read by all threads. */
    private volatile EndpointListener balancer = NOBODY;

    private Members(List<WeightedEndpoint> members) {
        this.all = List.copyOf(members);
        this.endpoints = all.stream().map(WeightedEndpoint::endpoint).toArray(Endpoint[]::new);
        this.totalWeight = all.stream().mapToLong(WeightedEndpoint::weight).sum();
        this.weighted = new AvailableWeights(
                all.stream().mapToInt(WeightedEndpoint::weight).toArray());
        this.lastResort = new AvailableWeights(
                all.stream().mapToInt(member -> isLastResort(member) ? 1 : 0).toArray());
    }

    private static boolean isLastResort(WeightedEndpoint member) {
        return member.weight() == 0 && member.endpoint().terminating();
    }

    /**
     * Members that hear of changes from now on.
     *
     * @param members the endpoints; whether one is terminating is asked now, not later
     */
    public static Members of(List<WeightedEndpoint> members) {
        Members made = new Members(members);
        EndpointListener ear = made.new Ear();
        for (int i = 0; i < members.size(); i++) {
            // In this order: a change in between is heard, or seen.
            made.endpoint(i).subscribe(ear, i);
            made.readHealth(i);
        }
        return made;
    }

    /** Passes on what endpoints tell. */
    private final class Ear implements EndpointListener {

        @Override
        public void healthChanged(int index) {
            readHealth(index);
            balancer.healthChanged(index);
        }

        @Override
        public void loadChanged(int index) {
            balancer.loadChanged(index);
        }
    }

    private void readHealth(int index) {
        boolean healthy;
        do {
            healthy = endpoint(index).healthy();
            weighted.mark(index, healthy);
            lastResort.mark(index, healthy);
            // Somebody else may have marked what was true a moment before.
        } while (endpoint(index).healthy() != healthy);
    }

    /** Has a balancer hear of every change from now on; it then has to read the state that it finds. */
    void tell(EndpointListener listener) {
        balancer = listener;
    }

    public int size() {
        return all.size();
    }

    List<WeightedEndpoint> all() {
        return all;
    }

    Endpoint endpoint(int index) {
        return endpoints[index];
    }

    int weight(int index) {
        return all.get(index).weight();
    }

    /** The weight of all members. */
    long totalWeight() {
        return totalWeight;
    }

    /** The weight of those that are healthy. */
    long availableWeight() {
        return weighted.total();
    }

    /** Whether an endpoint can take a request. */
    boolean serves(int index, List<Endpoint> failed) {
        Endpoint endpoint = endpoint(index);
        return endpoint.healthy() && (failed.isEmpty() || !failed.contains(endpoint));
    }

    /** Any that serves, by weight; {@value #NONE} when none with a weight does. */
    int anyByWeight(List<Endpoint> failed) {
        long point = ThreadLocalRandom.current().nextLong(Math.max(1, weighted.total()));
        return weighted.pick(point, failed.size(), index -> serves(index, failed));
    }

    /** The next of the last resort that serves, in turn; {@value #NONE} when none does. */
    int nextTerminating(List<Endpoint> failed) {
        return lastResort.total() == 0
                ? NONE
                : lastResort.pick(lastResortTurn.getAndIncrement(), failed.size(), index -> serves(index, failed));
    }
}
