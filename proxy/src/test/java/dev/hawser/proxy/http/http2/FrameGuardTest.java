package dev.hawser.proxy.http.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FrameGuardTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<Flood> told = new ArrayList<>();
    private final FrameGuard guard = new FrameGuard(now::get, told::add);

    private void count(Flood flood, int times) throws FloodDetected {
        for (int i = 0; i < times; i++) {
            guard.count(flood);
        }
    }

    /** The others are counted by Netty's reader and by what is written. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CONTINUATIONS", "UNSENT_ANSWERS"})
    void oneBeyondTheLimitIsAFlood(Flood flood) throws Exception {
        count(flood, flood.limit());
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> guard.count(flood))
                .isInstanceOfSatisfying(
                        FloodDetected.class,
                        detected -> assertThat(detected.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
        assertThat(told).containsExactly(flood);
    }

    @Test
    void aNewWindowBeginsWithNothing() throws Exception {
        count(Flood.SETTINGS, Flood.SETTINGS.limit());
        now.addAndGet(Flood.WINDOW.toNanos());
        count(Flood.SETTINGS, Flood.SETTINGS.limit());
        assertThat(told).isEmpty();
    }

    @Test
    void theEndOfAWindowIsStillInIt() throws Exception {
        count(Flood.SETTINGS, Flood.SETTINGS.limit());
        now.addAndGet(Flood.WINDOW.toNanos() - 1);
        assertThatThrownBy(() -> guard.count(Flood.SETTINGS)).isInstanceOf(FloodDetected.class);
    }

    @Test
    void whatIsSentAccountsForPingsAndWindowsAndForNothingElse() throws Exception {
        for (int i = 0; i < 10; i++) {
            guard.sent(1, 2);
        }
        count(Flood.PINGS, Flood.PINGS.limit() + 10);
        count(Flood.WINDOW_UPDATES, Flood.WINDOW_UPDATES.limit() + 40);
        count(Flood.SETTINGS, Flood.SETTINGS.limit());
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> guard.count(Flood.PINGS)).isInstanceOf(FloodDetected.class);
    }

    @Test
    void whatIsReceivedAccountsByItsOctetsHoweverItIsCut() throws Exception {
        for (int i = 0; i < 2047; i++) {
            guard.received(1);
        }
        guard.received(8 * 1024 + 1);
        count(Flood.PINGS, Flood.PINGS.limit() + 10);
        count(Flood.WINDOW_UPDATES, Flood.WINDOW_UPDATES.limit() + 40);
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> guard.count(Flood.WINDOW_UPDATES)).isInstanceOf(FloodDetected.class);
    }

    @Test
    void whatTheClientHasUsCutShortAccountsForNothing() throws Exception {
        guard.sent(1, 1);
        guard.sent(1023, 1023);
        count(Flood.WINDOW_UPDATES, Flood.WINDOW_UPDATES.limit());
        assertThatThrownBy(() -> guard.count(Flood.WINDOW_UPDATES)).isInstanceOf(FloodDetected.class);
    }

    @Test
    void aFullFrameAccountsForOthersAlthoughTheWindowEndsWithIt() throws Exception {
        guard.sent(1024, 1024);
        count(Flood.WINDOW_UPDATES, Flood.WINDOW_UPDATES.limit() + 4);
        assertThat(told).isEmpty();
    }

    @Test
    void responsesAccountForResetsUpToALimit() throws Exception {
        for (int i = 0; i < 5000; i++) {
            guard.finished();
        }
        count(Flood.CLIENT_RESETS, Flood.CLIENT_RESETS.limit() + 1000);
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> guard.count(Flood.CLIENT_RESETS)).isInstanceOf(FloodDetected.class);
    }

    @Test
    void aConnectionIsToldOfOnce() throws Exception {
        count(Flood.SETTINGS, Flood.SETTINGS.limit());
        assertThatThrownBy(() -> guard.count(Flood.SETTINGS)).isInstanceOf(FloodDetected.class);
        assertThat(guard.detected(Flood.UNSENT_ANSWERS)).isNotNull();
        assertThat(told).containsExactly(Flood.SETTINGS);
    }
}
