package dev.hawser.proxy.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The ring that Kong's consistent hashing uses (ketama): every endpoint owns points by its weight, placed by the hash of
 * its address; a value belongs to the owner of the next point downwards. All gateways with the same targets have the
 * same ring, and when a target goes only its values move. Immutable.
 */
final class HashRing {

    static final int NONE = -1;

    private static final int MIN_POINTS = 1000;

    /** The points of an endpoint of average weight. */
    private static final int POINTS_PER_ENDPOINT = 160;

    private final int size;
    /** Ascending; the owner of each is at the same place of the other array. */
    private final int[] points;

    private final int[] owners;

    /** @param slots the size of the ring; one below {@value #MIN_POINTS} counts as that */
    HashRing(List<WeightedEndpoint> members, int slots) {
        this.size = Math.max(slots, MIN_POINTS);
        TreeMap<Integer, Integer> ring = new TreeMap<>();
        int[] entries = entries(members);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> host(members.get(i)))
                .thenComparingInt(i -> members.get(i).endpoint().port()));
        for (int member : order) {
            place(ring, member, members.get(member), entries[member]);
        }
        this.points = ring.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.owners = ring.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many points each endpoint asks for. */
    static int[] entries(List<WeightedEndpoint> members) {
        double total = members.stream().mapToInt(WeightedEndpoint::weight).sum();
        return members.stream()
                .mapToInt(member -> {
                    int share = (int) (member.weight() / total * members.size() * POINTS_PER_ENDPOINT);
                    return member.weight() > 0 ? Math.max(1, share) : 0;
                })
                .toArray();
    }

    /** A point that is taken already is made up for by a further one, while the ring has any. */
    private void place(Map<Integer, Integer> ring, int member, WeightedEndpoint endpoint, int entries) {
        String name = host(endpoint) + "::" + endpoint.endpoint().port() + " ";
        int wanted = entries;
        for (int i = 1; i <= wanted && i <= size && ring.size() < size; i++) {
            if (ring.putIfAbsent(pointOf(name + i), member) != null) {
                wanted++;
            }
        }
    }

    private static String host(WeightedEndpoint member) {
        String host = member.endpoint().host();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private int pointOf(String value) {
        return Integer.remainderUnsigned(XxHash32.hash(value), size);
    }

    /**
     * The endpoint that a value belongs to, or when that cannot serve, the next one downwards that can.
     *
     * @param serves tells by its index whether an endpoint can serve
     * @return its index; {@value #NONE} when none can
     */
    int find(String value, IntPredicate serves) {
        if (points.length == 0) {
            return NONE;
        }
        int found = Arrays.binarySearch(points, pointOf(value));
        int start = found >= 0 ? found : -found - 2;
        for (int step = 0; step < points.length; step++) {
            int owner = owners[Math.floorMod(start - step, points.length)];
            if (serves.test(owner)) {
                return owner;
            }
        }
        return NONE;
    }
}
