package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedPrefixesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api/v1/"})
    void findsWhatASortedSetFinds(String start) {
        Random random = new Random(start.length());
        for (int round = 0; round < 200; round++) {
            TreeSet<String> known = new TreeSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                known.add(start + text(random));
            }
            SortedPrefixes prefixes = new SortedPrefixes(known);
            List<String> ordered = new ArrayList<>(known);
            for (int i = 0; i < 50; i++) {
                String text = start + text(random);
                String floor = known.floor(text);
                int found = prefixes.floor(text);
                // What does not start as all do may be found or not: it has no prefix among them.
                if (found != SortedPrefixes.NONE) {
                    assertThat(prefixes.at(found)).isEqualTo(floor);
                } else if (floor != null) {
                    assertThat(ordered).noneMatch(text::startsWith);
                }
            }
        }
    }

    @Test
    void manyTextsThatDifferLateAreToldApart() {
        TreeSet<String> known = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            known.add("/the/same/start/" + i);
        }
        known.add("/other");
        SortedPrefixes prefixes = new SortedPrefixes(known);
        for (String text : known) {
            assertThat(prefixes.at(prefixes.floor(text))).isEqualTo(text);
            assertThat(prefixes.at(prefixes.floor(text + "\u00ff"))).startsWith(text);
        }
    }

    @Test
    void findsNothingAmongNone() {
        assertThat(new SortedPrefixes(new TreeSet<>()).floor("/")).isEqualTo(SortedPrefixes.NONE);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(14); i > 0; i--) {
            text.append("aab/\u0000\u00ff\u0100\u4e2d".charAt(random.nextInt(8)));
        }
        return text.toString();
    }
}
