package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastTreeTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 63, 64, 65, 513, 1000})
    void findsTheLeastAfterAnyChange(int size) {
        Random random = new Random(size);
        double[] scores = new double[size];
        Arrays.fill(scores, LeastTree.NEVER);
        LeastTree tree = new LeastTree(size, index -> scores[index]);
        assertThat(tree.least()).isEqualTo(LeastTree.NONE);
        for (int change = 0; change < 3000; change++) {
            int index = random.nextInt(size);
            scores[index] = random.nextInt(8) == 0 ? LeastTree.NEVER : random.nextInt(50) / 7.0;
            tree.refresh(index);
            double least = Arrays.stream(scores).min().orElseThrow();
            int found = tree.least();
            assertThat(found == LeastTree.NONE ? LeastTree.NEVER : scores[found])
                    .isEqualTo(least);

            int without = random.nextInt(size);
            double rest = IntStream.range(0, size)
                    .filter(i -> i != without && i != found)
                    .mapToDouble(i -> scores[i])
                    .min()
                    .orElse(LeastTree.NEVER);
            int foundBut = tree.leastBut(i -> i == without || i == found);
            assertThat(foundBut == LeastTree.NONE ? LeastTree.NEVER : scores[foundBut])
                    .isEqualTo(rest);
        }
    }

    @Test
    void equalsTakeTurnsWhenEachIsUsedForAMoment() {
        int[] busy = new int[20];
        LeastTree tree = new LeastTree(busy.length, index -> busy[index]);
        IntStream.range(0, busy.length).forEach(tree::refresh);
        int[] hits = new int[busy.length];
        for (int i = 0; i < 200; i++) {
            int index = tree.least();
            hits[index]++;
            busy[index]++;
            tree.refresh(index);
            busy[index]--;
            tree.refresh(index);
        }
        assertThat(hits).containsOnly(10);
    }

    @Test
    void isRightOnceTheThreadsThatChangedItAreDone() throws InterruptedException {
        int size = 100;
        for (int round = 0; round < 20; round++) {
            AtomicIntegerArray scores = new AtomicIntegerArray(size);
            LeastTree tree = new LeastTree(size, scores::get);
            long seed = round;
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(t -> Thread.ofPlatform()
                            .uncaughtExceptionHandler((_, e) -> failures.add(e))
                            .start(() -> {
                                Random random = new Random(seed * 4 + t);
                                for (int i = 0; i < 5000; i++) {
                                    int index = random.nextInt(size);
                                    int change = random.nextInt(5) - 2;
                                    scores.updateAndGet(index, score -> Math.max(0, score + change));
                                    tree.refresh(index);
                                    assertThat(tree.least()).isBetween(0, size - 1);
                                }
                            }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            int least = IntStream.range(0, size).map(scores::get).min().orElseThrow();
            assertThat(scores.get(tree.least())).isEqualTo(least);
        }
    }

    @Test
    void tellsWeightsThatAreNearlyEqualApart() {
        double[] scores = {2 / 65535.0, 2 / 65534.0, 100_000 / 65535.0, 100_000 / 65534.0};
        LeastTree tree = new LeastTree(scores.length, index -> scores[index]);
        IntStream.range(0, scores.length).forEach(tree::refresh);
        assertThat(tree.least()).isZero();
        assertThat(tree.leastBut(index -> index < 2)).isEqualTo(2);
    }

    @Test
    void refusesMoreMembersThanItCanTellApart() {
        assertThatThrownBy(() -> new LeastTree(LeastTree.MAX_MEMBERS + 1, index -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("targets: 1048577 (expected: at most 1048576)");
    }
}
