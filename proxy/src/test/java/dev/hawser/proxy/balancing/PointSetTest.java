package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointSetTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1000, 4096, 70_000, 300_000})
    void findsTheGreatestBelow(int size) {
        Random random = new Random(size);
        PointSet points = new PointSet(size);
        TreeSet<Integer> known = new TreeSet<>();
        for (int step = 0; step < 5000; step++) {
            int point = random.nextInt(size);
            if (random.nextInt(3) > 0) {
                points.add(point);
                known.add(point);
            } else {
                points.remove(known.isEmpty() ? point : known.last());
                known.remove(known.isEmpty() ? point : known.last());
            }
            int from = random.nextInt(size);
            Integer expected = known.floor(from);
            assertThat(points.floor(from)).isEqualTo(expected == null ? PointSet.NONE : expected);
        }
        assertThat(points.floor(-1)).isEqualTo(PointSet.NONE);
    }

    @Test
    void isRightOnceTheThreadsThatChangedItAreDone() throws InterruptedException {
        int size = 1 << 14;
        PointSet points = new PointSet(size);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    // Neighbours in the same words, each point of one thread only.
                    for (int round = 0; round < 41; round++) {
                        for (int point = t; point < size; point += 256) {
                            if (round % 2 == 0) {
                                points.add(point);
                            } else {
                                points.remove(point);
                            }
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int base = 0; base < size; base += 256) {
            assertThat(points.floor(base + 255)).isEqualTo(base + 3);
        }
    }
}
