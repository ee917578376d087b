package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.runtime.BalancingModel.Kind;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Generated lives of an upstream, through the compiler: pods come, drain, go, come back on the same address, fail and
 * recover, while exchanges choose, fail over and end. What holds of every choice is checked at every choice; see {@link
 * BalancingModel}. {@code -Dhawser.seed=N} plays a failure again.
 */
@Timeout(300)
class BalancingPropertyTest {

    private static final int SEQUENCES = 1_500;
    private static final int STEPS = 6;
    private static final int EXCHANGES = 4;

    private static final long FIRST_SEED = Long.getLong("hawser.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void everyChoiceKeepsItsPromises(Kind kind) throws RejectedConfigException {
        System.out.println(kind + ": " + SEQUENCES + " sequences from seed " + FIRST_SEED);
        int choices = 0;
        for (int i = 0; i < SEQUENCES; i++) {
            long seed = FIRST_SEED + i;
            try {
                choices += play(new BalancingModel(kind, new Random(seed)));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(kind + " fails with -Dhawser.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(choices).isGreaterThan(SEQUENCES * STEPS);
    }

    private static int play(BalancingModel model) throws RejectedConfigException {
        for (int step = 0; step < STEPS; step++) {
            model.change();
            for (int exchange = 0; exchange < EXCHANGES; exchange++) {
                model.exchange();
            }
        }
        model.endAll();
        model.checkShares();
        return model.choices();
    }
}
