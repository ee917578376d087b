package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTableTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 31, 32, 33, 5000})
    void findsEveryIdAndNoOther(int size) {
        Random random = new Random(size);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ids.add(new UUID(random.nextLong(), random.nextLong()));
        }
        SessionTable table = new SessionTable(ids);
        for (int i = 0; i < size; i++) {
            assertThat(find(table, ids.get(i))).isEqualTo(i);
            assertThat(find(table, new UUID(ids.get(i).getMostSignificantBits(), random.nextLong())))
                    .isEqualTo(SessionTable.ABSENT);
        }
        assertThat(find(table, new UUID(0, 0))).isEqualTo(SessionTable.ABSENT);
    }

    @Test
    void holdsTheIdOfOnlyZeros() {
        assertThat(find(new SessionTable(List.of(new UUID(0, 0))), new UUID(0, 0)))
                .isZero();
    }

    @Test
    void holdsIdsThatDifferInOneBit() {
        List<UUID> ids = new ArrayList<>();
        for (int bit = 0; bit < 64; bit++) {
            ids.add(new UUID(1L << bit, 0));
            ids.add(new UUID(0, 1L << bit));
        }
        SessionTable table = new SessionTable(ids);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(find(table, ids.get(i))).isEqualTo(i);
        }
    }

    @Test
    void refusesAnIdThatOccursTwice() {
        UUID id = new UUID(1, 2);
        assertThatThrownBy(() -> new SessionTable(List.of(id, new UUID(3, 4), id)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(id.toString());
    }

    private static int find(SessionTable table, UUID id) {
        return table.find(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
