package dev.hawser.proxy.balancing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ring that Kong's consistent hashing uses (ketama): every endpoint owns points by its weight, placed by the hash of
 * its address; a value belongs to the owner of the next point downwards that can serve. All gateways with the same
 * targets have the same ring, and when a target goes only its values move. The ring itself never changes; which points
 * can serve follows the health of their owners.
 *
 * <p>Where {@code slots} are too few for the targets Kong keeps the ring it had before. Here the ring is made larger
 * until all fit, with fewer points for each when there are very many.
 */
final class HashRing implements EndpointListener {

    static final int NONE = Members.NONE;

    private static final int MIN_SIZE = 1000;

    /** The points of an endpoint of average weight. */
    private static final int POINTS_PER_ENDPOINT = 160;

    /** On a ring that is larger than was asked for, all endpoints together have about this many points at most. */
    private static final int MAX_POINTS = 1 << 18;

    private static final int FREE = -1;

    private final Members members;
    /** The owner of each point; {@value #FREE} where there is none. */
    private final int[] owners;

    /** The points of each member, ascending. */
    private final int[][] points;

    private final PointSet serving;

    /** @param slots the size of the ring; one below {@value #MIN_SIZE} counts as that */
    HashRing(Members members, int slots) {
        this.members = members;
        this.owners = ring(members.all(), Math.max(slots, MIN_SIZE));
        this.points = pointsByOwner(owners, members.size());
        this.serving = new PointSet(owners.length);
        members.tell(this);
        IntStream.range(0, members.size()).forEach(this::healthChanged);
    }

    private static int[] ring(List<WeightedEndpoint> members, int size) {
        int[] entries = entries(members, members.size());
        int[] ring = new int[size];
        while (!filled(ring, members, entries)) {
            long total = IntStream.of(entries).asLongStream().sum();
            double scale = Math.min(1, (double) MAX_POINTS / total);
            entries = IntStream.of(entries)
                    .map(each -> each == 0 ? 0 : Math.max(1, (int) (each * scale)))
                    .toArray();
            ring = new int[ring.length * 2];
        }
        return ring;
    }

    /**
     * How many points each endpoint asks for.
     *
     * @param targets how many targets the endpoints are the addresses of; here each is one
     */
    static int[] entries(List<WeightedEndpoint> members, int targets) {
        double total = members.stream().mapToLong(WeightedEndpoint::weight).sum();
        return members.stream()
                .mapToInt(member -> {
                    int share = (int) (member.weight() / total * targets * POINTS_PER_ENDPOINT);
                    return member.weight() > 0 ? Math.max(1, share) : 0;
                })
                .toArray();
    }

    /** Puts all points on a ring; whether there was room, by Kong's measure. */
    private static boolean filled(int[] ring, List<WeightedEndpoint> members, int[] entries) {
        Arrays.fill(ring, FREE);
        int[] order = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> host(members.get(i)))
                        .thenComparingInt(i -> members.get(i).endpoint().port()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int member : order) {
            if (!placed(ring, member, members.get(member), entries[member])) {
                return false;
            }
        }
        return true;
    }

    /** A point that is taken already is made up for by a further one. */
    private static boolean placed(int[] ring, int member, WeightedEndpoint endpoint, int entries) {
        String name = host(endpoint) + "::" + endpoint.endpoint().port() + " ";
        int wanted = entries;
        for (int i = 1; i <= wanted; i++) {
            int point = Integer.remainderUnsigned(XxHash32.hash(name + i), ring.length);
            if (ring[point] == FREE) {
                ring[point] = member;
            } else {
                wanted++;
            }
            if (i >= ring.length) {
                return false;
            }
        }
        return true;
    }

    private static String host(WeightedEndpoint member) {
        String host = member.endpoint().host();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static int[][] pointsByOwner(int[] owners, int members) {
        int[] counts = new int[members];
        for (int owner : owners) {
            if (owner != FREE) {
                counts[owner]++;
            }
        }
        int[][] points = new int[members][];
        Arrays.setAll(points, member -> new int[counts[member]]);
        for (int point = owners.length - 1; point >= 0; point--) {
            if (owners[point] != FREE) {
                points[owners[point]][--counts[owners[point]]] = point;
            }
        }
        return points;
    }

    @Override
    public void healthChanged(int index) {
        boolean healthy;
        do {
            healthy = members.endpoint(index).healthy();
            for (int point : points[index]) {
                if (healthy) {
                    serving.add(point);
                } else {
                    serving.remove(point);
                }
            }
            // Somebody else may have written what was true a moment before.
        } while (members.endpoint(index).healthy() != healthy);
    }

    /** How many points a member has. */
    int points(int index) {
        return points[index].length;
    }

    /** The size of the ring, which may be more than was asked for. */
    int size() {
        return owners.length;
    }

    /**
     * The endpoint that a value belongs to, or when that cannot serve, the next one downwards that can.
     *
     * @param value one character for each byte
     * @param failed endpoints that are not to be found
     * @return its index; {@value #NONE} when none can
     */
    int find(String value, List<Endpoint> failed) {
        int start = Integer.remainderUnsigned(XxHash32.hash(value), owners.length);
        int found = findDown(start, 0, failed);
        return found == NONE ? findDown(owners.length - 1, start + 1, failed) : found;
    }

    private int findDown(int from, int to, List<Endpoint> failed) {
        for (int point = serving.floor(from); point >= to; point = serving.floor(point - 1)) {
            if (members.serves(owners[point], failed)) {
                return owners[point];
            }
        }
        return NONE;
    }
}
