package dev.hawser.proxy.balancing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Takes turns among endpoints by weight, skipping those that cannot serve.
 *
 * <p>A wheel holds each endpoint weight/gcd times, as Kong's does, so one turn gives exact shares. Its entries are spread
 * evenly, so that no endpoint gets a burst, and equal ones are shuffled, lest all gateways take the same turns. Weights
 * whose wheel would have more than {@value #MAX_WHEEL} entries are scaled down to that size, at least one entry each;
 * shares are then exact to about 1/{@value #MAX_WHEEL}. Each choice takes the next entry, also those that are skipped, so
 * that the turn of an endpoint that cannot serve is not always inherited by the same neighbour.
 *
 * <p>When no endpoint with a weight can serve, those that are terminating but still serve take turns instead: a session
 * on a pod that is about to go is better than none. Shared by all event loops; one atomic increment a choice.
 */
final class Rotation {

    static final int MAX_WHEEL = 1 << 16;

    /** Entries tried one after the other before a choice is left to chance. */
    private static final int MAX_STEPS = 16;

    static final int NONE = Members.NONE;

    private final Members members;
    private final int[] wheel;

    /** Written and read by all event loops; starts anywhere, lest all gateways begin with the same endpoint. */
    private final AtomicLong turn = new AtomicLong(ThreadLocalRandom.current().nextInt(MAX_WHEEL));

    Rotation(Members members) {
        this.members = members;
        this.wheel = spread(entries(members.all()));
    }

    /**
     * The index of the endpoint whose turn it is.
     *
     * @param failed endpoints that are not to be chosen
     * @return {@value #NONE} when none can serve
     */
    int next(List<Endpoint> failed) {
        int steps = members.availableWeight() > 0 ? Math.min(wheel.length, MAX_STEPS) : 0;
        for (int step = 0; step < steps; step++) {
            int index = wheel[(int) (turn.getAndIncrement() % wheel.length)];
            if (members.serves(index, failed)) {
                return index;
            }
        }
        // Other threads take turns in between, so even a whole turn of steps may have missed the one that serves.
        int index = members.anyByWeight(failed);
        return index == NONE ? members.nextTerminating(failed) : index;
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
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, entries.length).boxed().toList());
        Collections.shuffle(order, ThreadLocalRandom.current());
        List<Place> places = new ArrayList<>();
        for (int index : order) {
            for (int k = 0; k < entries[index]; k++) {
                places.add(new Place((k + 0.5) / entries[index], index));
            }
        }
        // A stable sort: equal places stay shuffled.
        places.sort(Comparator.comparingDouble(Place::at));
        return places.stream().mapToInt(Place::index).toArray();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
