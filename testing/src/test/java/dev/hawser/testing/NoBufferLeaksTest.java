package dev.hawser.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoBufferLeaksTest {

    @BeforeEach
    void forgetEarlierLeaks() throws InterruptedException {
        NoBufferLeaks.find();
    }

    @Test
    void droppedBufferIsFoundWithItsLastUses() throws InterruptedException {
        drop(ByteBufAllocator.DEFAULT.directBuffer(16));
        assertThat(NoBufferLeaks.find()).hasSize(1).first().asString().contains("NoBufferLeaksTest");
        assertThat(NoBufferLeaks.find()).isEmpty();
    }

    @Test
    void releasedBufferIsNoLeak() throws InterruptedException {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1).release();
        assertThat(NoBufferLeaks.find()).isEmpty();
    }

    private static void drop(ByteBuf buffer) {
        buffer.writeByte(1);
    }
}
