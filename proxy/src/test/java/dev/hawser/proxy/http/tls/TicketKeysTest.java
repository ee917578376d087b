package dev.hawser.proxy.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

    private static final Duration TIMEOUT = Duration.ofHours(24);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final AtomicInteger made = new AtomicInteger();
    private final TicketKeys keys = new TicketKeys(TIMEOUT, HANDSHAKE, () -> key(made.incrementAndGet()));

    private static OpenSslSessionTicketKey key(int number) {
        byte[] name = ByteBuffer.allocate(OpenSslSessionTicketKey.NAME_SIZE)
                .putInt(number)
                .array();
        return new OpenSslSessionTicketKey(
                name, new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE], new byte[OpenSslSessionTicketKey.AES_KEY_SIZE]);
    }

    /** The numbers of the keys after some hours, the one that seals first; {@code null} when they stay. */
    private @Nullable List<Integer> after(int hours) {
        return after(Duration.ofHours(hours));
    }

    private @Nullable List<Integer> after(Duration time) {
        OpenSslSessionTicketKey[] rotated = keys.rotated(time.toNanos());
        return rotated == null
                ? null
                : Stream.of(rotated)
                        .map(key -> ByteBuffer.wrap(key.name()).getInt())
                        .toList();
    }

    @Test
    void theFirstKeyIsThereFromTheBeginning() {
        assertThat(after(0)).containsExactly(1);
    }

    @Test
    void aKeySealsForHalfOfTheTimeThatASessionIsTaken() {
        after(0);
        assertThat(after(11)).isNull();
        assertThat(after(12)).containsExactly(2, 1);
        assertThat(after(13)).isNull();
    }

    @Test
    void aKeyIsKeptForAsLongAsWhatItSealedIsTaken() {
        after(0);
        after(12);
        assertThat(after(24)).containsExactly(3, 2, 1);
        assertThat(after(36)).containsExactly(4, 3, 2, 1);
        assertThat(after(48)).as("the first sealed until 12").containsExactly(5, 4, 3, 2);
    }

    @Test
    void aKeyIsDroppedWhenItsLastTicketIsTooOldThoughNoNewOneIsDue() {
        after(0);
        after(13);
        after(26);
        assertThat(after(Duration.ofHours(36).plus(HANDSHAKE))).isNull();
        assertThat(after(Duration.ofHours(36).plus(HANDSHAKE).plusNanos(1)))
                .as("handshakes that began until 12 sealed with the first")
                .containsExactly(3, 2);
    }

    @Test
    void aKeyThatNobodyReplacedForLongHasSealedNothingMeanwhile() {
        after(0);
        assertThat(after(36)).containsExactly(2, 1);
        assertThat(after(500)).containsExactly(3);
    }

    @Test
    void madeKeysDiffer() {
        OpenSslSessionTicketKey[] one = Objects.requireNonNull(new TicketKeys(TIMEOUT, HANDSHAKE).rotated(0));
        OpenSslSessionTicketKey[] other = Objects.requireNonNull(new TicketKeys(TIMEOUT, HANDSHAKE).rotated(0));
        assertThat(one).hasSize(1);
        assertThat(other).hasSize(1);
        assertThat(one[0].aesKey()).isNotEqualTo(other[0].aesKey());
        assertThat(one[0].hmacKey()).isNotEqualTo(other[0].hmacKey());
    }
}
