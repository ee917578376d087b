package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private final ReplayBuffer buffer = new ReplayBuffer(UnpooledByteBufAllocator.DEFAULT);

    private void add(String text) {
        ByteBuf piece = UnpooledByteBufAllocator.DEFAULT.buffer();
        piece.writeCharSequence(text, StandardCharsets.US_ASCII);
        buffer.add(piece);
        piece.release();
    }

    @Test
    void whatWasGivenOutHasItsOwnMemory() {
        add("first");
        ByteBuf given = Objects.requireNonNull(buffer.content());
        add("x".repeat(60_000));
        assertThat(given.refCnt()).isOne();
        buffer.giveUp();
        assertThat(given.toString(StandardCharsets.US_ASCII)).isEqualTo("first");
        assertThat(given.refCnt()).isOne();
        given.release();
    }

    @Test
    void keepsNothingOfWhatIsTooLong() {
        add("x".repeat(ReplayBuffer.MAX_BYTES));
        assertThat(buffer.complete()).isTrue();
        add("y");
        assertThat(buffer.complete()).isFalse();
        assertThat(buffer.content()).isNull();
    }
}
