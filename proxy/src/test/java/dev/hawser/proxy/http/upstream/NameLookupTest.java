package dev.hawser.proxy.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hawser.proxy.http.upstream.NameQuery.Answer;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NameLookupTest {

    private static final NameSettings SETTINGS = NameSettings.DEFAULT;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeQuery query = new FakeQuery();
    private NameLookup names = lookup(SETTINGS);

    private NameLookup lookup(NameSettings settings) {
        return new NameLookup(ImmediateEventExecutor.INSTANCE, () -> query, settings, nanos::get);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer answer(long ttlSeconds, int... last) {
        List<InetAddress> addresses = new ArrayList<>();
        for (int one : last) {
            addresses.add(address(one));
        }
        return new Answer(addresses, ttlSeconds);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** The addresses given at once. */
    private List<InetAddress> resolved() {
        Future<List<InetAddress>> future = names.resolve("shop.test");
        if (!future.isSuccess()) {
            fail("not resolved: " + future);
        }
        return future.getNow();
    }

    private void learn(Answer answer) {
        Future<List<InetAddress>> future = names.resolve("shop.test");
        query.answer(answer);
        assertThat(future.isDone()).isTrue();
    }

    @Test
    void asksOnceForAllWhoWait() {
        Future<List<InetAddress>> first = names.resolve("shop.test");
        Future<List<InetAddress>> second = names.resolve("SHOP.test");
        assertThat(first.isDone()).isFalse();
        assertThat(query.asked).containsExactly("shop.test");
        query.answer(answer(30, 1));
        assertThat(first.getNow()).containsExactly(address(1));
        assertThat(second.getNow()).containsExactly(address(1));
    }

    @Test
    void givesTheAddressesInTurn() {
        learn(answer(30, 1, 2, 3));
        assertThat(resolved()).containsExactly(address(2), address(3), address(1));
        assertThat(resolved()).containsExactly(address(3), address(1), address(2));
        assertThat(resolved()).containsExactly(address(1), address(2), address(3));
    }

    @Test
    void asksAgainWhenTheTtlIsOverAndNotBefore() {
        learn(answer(30, 1));
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(resolved()).containsExactly(address(1));
        assertThat(query.asked).hasSize(1);
        pass(Duration.ofNanos(1));
        Future<List<InetAddress>> later = names.resolve("shop.test");
        assertThat(later.isDone()).isFalse();
        query.answer(answer(30, 2));
        assertThat(later.getNow()).containsExactly(address(2));
    }

    @Test
    void aTtlOfZeroHoldsForASecond() {
        learn(answer(0, 1));
        pass(NameSettings.MIN_TTL.minusNanos(1));
        assertThat(resolved()).containsExactly(address(1));
        pass(Duration.ofNanos(1));
        assertThat(names.resolve("shop.test").isDone()).isFalse();
    }

    @Test
    void theValidTtlGoesBeforeThatOfTheAnswer() {
        names = lookup(new NameSettings(
                List.of(), Duration.ofSeconds(5), SETTINGS.staleTtl(), SETTINGS.notFoundTtl(), SETTINGS.errorTtl()));
        learn(answer(3600, 1));
        passSeconds(5);
        assertThat(names.resolve("shop.test").isDone()).isFalse();
    }

    @Test
    void keepsTheLastAddressesWhileLookupsFail() {
        learn(answer(30, 1, 2));
        passSeconds(30);
        Future<List<InetAddress>> waiting = names.resolve("shop.test");
        query.fail(new IOException("no server answers"));
        assertThat(waiting.getNow()).containsExactlyInAnyOrder(address(1), address(2));
        assertThat(query.asked).hasSize(2);
        assertThat(resolved()).hasSize(2);
        assertThat(query.asked).hasSize(2);
        passSeconds(1);
        // From here on nobody waits for servers that do not answer.
        assertThat(resolved()).hasSize(2);
        assertThat(query.asked).hasSize(3);
        query.answer(answer(30, 3));
        assertThat(resolved()).containsExactly(address(3));
    }

    @Test
    void givesThemUpWhenTheStaleTtlIsOver() {
        learn(answer(30, 1));
        passSeconds(30);
        var _ = names.resolve("shop.test");
        query.fail(new IOException("no server answers"));
        passSeconds(3600);
        Future<List<InetAddress>> late = names.resolve("shop.test");
        assertThat(late.isDone()).isFalse();
        query.fail(new IOException("no server answers"));
        assertThat(late.cause()).hasMessage("no server answers");
    }

    @Test
    void aNameThatIsNotThereIsAskedForAgainAfterThirtySeconds() {
        Future<List<InetAddress>> none = names.resolve("shop.test");
        query.answer(answer(0));
        assertThat(none.cause()).isInstanceOf(UnknownHostException.class);
        passSeconds(29);
        assertThat(names.resolve("shop.test").cause()).isInstanceOf(UnknownHostException.class);
        assertThat(query.asked).hasSize(1);
        passSeconds(1);
        learn(answer(30, 1));
        assertThat(resolved()).containsExactly(address(1));
    }

    @Test
    void aFailureIsAskedForAgainAfterASecond() {
        Future<List<InetAddress>> failing = names.resolve("shop.test");
        query.fail(new IOException("no server answers"));
        assertThat(failing.cause()).hasMessage("no server answers");
        assertThat(names.resolve("shop.test").cause()).hasMessage("no server answers");
        assertThat(query.asked).hasSize(1);
        passSeconds(1);
        learn(answer(30, 1));
        assertThat(resolved()).containsExactly(address(1));
    }

    /** The answer that there is no such name is no failure. */
    @Test
    void forgetsTheAddressesOfANameThatIsGone() {
        learn(answer(30, 1));
        passSeconds(30);
        learn(answer(0));
        assertThat(names.resolve("shop.test").cause()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void asksAheadForNamesInUseAndForgetsOthers() {
        learn(answer(30, 1));
        resolved();
        passSeconds(29);
        names.sweep();
        assertThat(query.asked).hasSize(1);
        passSeconds(1);
        names.sweep();
        assertThat(query.asked).hasSize(2);
        query.answer(answer(30, 2));
        assertThat(resolved()).containsExactly(address(2));
        passSeconds(30);
        names.sweep();
        query.answer(answer(30, 2));
        passSeconds(30);
        names.sweep();
        passSeconds(30);
        names.sweep();
        assertThat(query.asked).hasSize(3);
        assertThat(names.resolve("shop.test").isDone()).isFalse();
    }

    @Test
    void keepsTheLastAddressesOfANameOutOfUseForWhenLookupsFail() {
        learn(answer(30, 1));
        names.sweep();
        passSeconds(3000);
        names.sweep();
        names.sweep();
        Future<List<InetAddress>> later = names.resolve("shop.test");
        query.fail(new IOException("no server answers"));
        assertThat(later.getNow()).containsExactly(address(1));
    }

    @Test
    void knowsWhereANameLeads() {
        learn(answer(30, 1));
        assertThat(names.leads("Shop.test", address(1))).isTrue();
        assertThat(names.leads("shop.test", address(2))).isFalse();
        assertThat(names.leads("10.0.0.2", address(2))).isTrue();
        passSeconds(30);
        learn(answer(30, 2));
        assertThat(names.leads("shop.test", address(1))).isFalse();
        assertThat(names.leads("shop.test", address(2))).isTrue();
    }

    /** What is connected works, whatever name servers say of the name now. */
    @Test
    void aNameWithoutAddressesLeadsAnywhere() {
        learn(answer(0));
        assertThat(names.leads("shop.test", address(1))).isTrue();
    }

    @Test
    void closesWhatAsks() {
        names.close();
        assertThat(query.closed).isFalse();
        learn(answer(30, 1));
        names.close();
        assertThat(query.closed).isTrue();
    }

    private static final class FakeQuery implements NameQuery {

        private final List<String> asked = new ArrayList<>();
        private final ArrayDeque<Promise<Answer>> open = new ArrayDeque<>();
        private boolean closed;

        @Override
        public Future<Answer> ask(String name) {
            asked.add(name);
            Promise<Answer> promise = ImmediateEventExecutor.INSTANCE.newPromise();
            open.add(promise);
            return promise;
        }

        void answer(Answer answer) {
            open.remove().setSuccess(answer);
        }

        void fail(Throwable cause) {
            open.remove().setFailure(cause);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
