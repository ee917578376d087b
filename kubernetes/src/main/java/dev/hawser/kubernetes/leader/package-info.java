/** Which of several controllers leads; see {@link dev.hawser.kubernetes.leader.LeaderElectionSettings}. */
@NullMarked
package dev.hawser.kubernetes.leader;

import org.jspecify.annotations.NullMarked;
