package dev.hawser.kubernetes.leader;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a {@link Candidate} try again and again, on a thread of its own. */
final class LeaseElection implements Leadership {

    private static final Logger log = LoggerFactory.getLogger(LeaseElection.class);

    /** How much longer than the period a pause is at most, so that candidates do not stay in step. */
    private static final double JITTER = 0.2;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Candidate candidate;
    private final LeaderElectionSettings settings;
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private LeaseElection(Candidate candidate, LeaderElectionSettings settings) {
        this.candidate = candidate;
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("leader-election").unstarted(this::run);
    }

    static LeaseElection start(LeaseStore leases, LeaderElectionSettings settings, String identity) {
        Candidate candidate = new Candidate(leases, settings, identity, System::nanoTime, InstantSource.system());
        LeaseElection election = new LeaseElection(candidate, settings);
        election.thread.start();
        return election;
    }

    private void run() {
        try {
            do {
                boolean led = candidate.leads();
                step();
                if (!led && candidate.leads()) {
                    tasks.forEach(Runnable::run);
                }
            } while (!closed.await(pauseMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        candidate.release();
    }

    /** What is not foreseen must not end the election. */
    private void step() {
        try {
            candidate.step();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("Leader election failed, it is tried again");
        }
    }

    private long pauseMillis() {
        double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
        return (long) (settings.retryPeriod().toMillis() * factor);
    }

    @Override
    public boolean isLeader() {
        return candidate.leads();
    }

    @Override
    public void onGained(Runnable task) {
        tasks.add(task);
        if (isLeader()) {
            task.run();
        }
    }

    /** Waits for the Lease to be released, 3 s at most: a server that is slower than that is not waited for. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                log.atWarn().addKeyValue("patience", CLOSE_PATIENCE).log("Leader election did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
