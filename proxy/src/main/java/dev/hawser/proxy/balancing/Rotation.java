package dev.hawser.proxy.balancing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes turns among endpoints by weight, skipping those that cannot serve.
 *
 * <p>A wheel holds each endpoint weight/gcd times, spread evenly, so one turn gives exact shares and no endpoint gets a
 * burst. Weights whose wheel would have more than {@value #MAX_WHEEL} entries are scaled down to that size, at least one
 * entry each; shares are then exact to about 1/{@value #MAX_WHEEL}. Each choice takes the next entry, also those that are
 * skipped, so that the turn of an endpoint that cannot serve is not always inherited by the same neighbour.
 *
 * <p>When no endpoint with a weight can serve, those that are terminating but still serve take turns instead: a session
 * on a pod that is about to go is better than none. Shared by all event loops; one atomic increment a choice.
 */
final class Rotation {

    static final int MAX_WHEEL = 1 << 16;

    /** Entries tried one after the other before a choice looks at all endpoints at once. */
    private static final int MAX_STEPS = 16;

    static final int NONE = -1;

    private final List<WeightedEndpoint> members;
    private final int[] wheel;
    private final int[] lastResort;

    /** Written and read by all event loops; starts anywhere, lest all gateways begin with the same endpoint. */
    private final AtomicLong turn = new AtomicLong(ThreadLocalRandom.current().nextInt(MAX_WHEEL));

    /** As above, of the terminating ones. */
    private final AtomicLong lastResortTurn =
            new AtomicLong(ThreadLocalRandom.current().nextInt(MAX_WHEEL));

    /** @param members the endpoints; whether one is terminating is asked now, not later */
    Rotation(List<WeightedEndpoint> members) {
        this.members = List.copyOf(members);
        this.wheel = spread(entries(members));
        this.lastResort = indexesOfTerminating(members);
    }

    /**
     * The index of the endpoint whose turn it is.
     *
     * @param failed endpoints that are not to be chosen
     * @return {@value #NONE} when none can serve
     */
    int next(List<Endpoint> failed) {
        int steps = Math.min(wheel.length, MAX_STEPS);
        for (int step = 0; step < steps; step++) {
            int index = wheel[(int) (turn.getAndIncrement() % wheel.length)];
            if (serves(index, failed)) {
                return index;
            }
        }
        // Other threads take turns in between, so even a whole turn of steps may have missed the one that serves.
        int index = anyByWeight(failed);
        return index == NONE ? nextTerminating(failed) : index;
    }

    private boolean serves(int index, List<Endpoint> failed) {
        Endpoint endpoint = members.get(index).endpoint();
        return endpoint.healthy() && (failed.isEmpty() || !failed.contains(endpoint));
    }

    private int anyByWeight(List<Endpoint> failed) {
        long total = 0;
        for (int i = 0; i < members.size(); i++) {
            total += serves(i, failed) ? members.get(i).weight() : 0;
        }
        if (total == 0) {
            return NONE;
        }
        long point = ThreadLocalRandom.current().nextLong(total);
        for (int i = 0; i < members.size(); i++) {
            point -= serves(i, failed) ? members.get(i).weight() : 0;
            if (point < 0) {
                return i;
            }
        }
        // Endpoints became unhealthy between the two passes.
        return NONE;
    }

    private int nextTerminating(List<Endpoint> failed) {
        if (lastResort.length == 0) {
            return NONE;
        }
        long start = lastResortTurn.getAndIncrement();
        for (int step = 0; step < lastResort.length; step++) {
            int index = lastResort[(int) ((start + step) % lastResort.length)];
            if (serves(index, failed)) {
                return index;
            }
        }
        return NONE;
    }

    /** The number of entries of each endpoint on the wheel. */
    static int[] entries(List<WeightedEndpoint> members) {
        int gcd = 0;
        long sum = 0;
        for (WeightedEndpoint member : members) {
            gcd = gcd(gcd, member.weight());
            sum += member.weight();
        }
        int[] entries = new int[members.size()];
        if (gcd == 0) {
            return entries;
        }
        double scale = Math.min(1.0, MAX_WHEEL * (double) gcd / sum);
        for (int i = 0; i < entries.length; i++) {
            int exact = members.get(i).weight() / gcd;
            entries[i] = exact == 0 ? 0 : (int) Math.max(1, Math.round(exact * scale));
        }
        return entries;
    }

    /** Lays entries out so that those of one endpoint lie evenly apart. */
    private static int[] spread(int[] entries) {
        record Place(double at, int index) {}
        List<Place> places = new ArrayList<>();
        for (int index = 0; index < entries.length; index++) {
            for (int k = 0; k < entries[index]; k++) {
                places.add(new Place((k + 0.5) / entries[index], index));
            }
        }
        places.sort(Comparator.comparingDouble(Place::at).thenComparingInt(Place::index));
        return places.stream().mapToInt(Place::index).toArray();
    }

    private static int[] indexesOfTerminating(List<WeightedEndpoint> members) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).weight() == 0 && members.get(i).endpoint().terminating()) {
                indexes.add(i);
            }
        }
        return indexes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
