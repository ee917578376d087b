/**
 * Which of several controllers leads: the one that holds a Lease writes statuses and events, the others only serve.
 *
 * <p>What comes in: {@link dev.hawser.kubernetes.leader.LeaderElectionSettings}, and a client. What goes out: an answer to
 * {@link dev.hawser.kubernetes.leader.Leadership#isLeader()} that is false by the time another instance can be the leader,
 * whatever happens to the connection. Threads: one virtual thread takes and renews the Lease; anyone may ask.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.leader.Leadership}, then {@code Candidate}.
 */
@NullMarked
package dev.hawser.kubernetes.leader;

import org.jspecify.annotations.NullMarked;
