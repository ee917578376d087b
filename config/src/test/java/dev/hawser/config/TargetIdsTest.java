package dev.hawser.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TargetIdsTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final TargetIds unkeyed = TargetIds.unkeyed();
    private final TargetIds keyed = TargetIds.keyed(KEY);

    @Test
    void idsAreOfVersion8AndTheVariantOfRfc9562() {
        for (TargetIds ids : List.of(unkeyed, keyed)) {
            for (int i = 0; i < 100; i++) {
                UUID id = ids.idOf("upstream", "10.0.0.1:" + i, "pod");
                assertThat(id.version()).isEqualTo(8);
                assertThat(id.variant()).isEqualTo(2);
            }
        }
    }

    /** Sessions must survive an update of the gateway, so these values never change. */
    @Test
    void idsStayTheSameForEver() {
        assertThat(unkeyed.idOf("u", "10.0.0.1:80", "p")).hasToString("01b3f106-0957-8816-aa9d-cdaa524f2663");
        assertThat(keyed.idOf("u", "10.0.0.1:80", null)).hasToString("29eb9be5-3131-816c-a479-7c9a35788a78");
        assertThat(TargetIds.keyed(KEY).idOf("u", "t", "p")).isEqualTo(keyed.idOf("u", "t", "p"));
    }

    @Test
    void anyOtherPartGivesAnotherId() {
        UUID id = keyed.idOf("u", "t", "p");
        assertThat(List.of(
                        keyed.idOf("u2", "t", "p"),
                        keyed.idOf("u", "t2", "p"),
                        keyed.idOf("u", "t", "p2"),
                        keyed.idOf("u", "t", null),
                        keyed.idOf("ut", "", "p"),
                        unkeyed.idOf("u", "t", "p"),
                        TargetIds.keyed(new byte[] {1}).idOf("u", "t", "p")))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
    }

    @Test
    void keyIsNotShown() {
        assertThat(keyed).hasToString("TargetIds[keyed]");
        assertThat(unkeyed).hasToString("TargetIds[unkeyed]");
    }
}
