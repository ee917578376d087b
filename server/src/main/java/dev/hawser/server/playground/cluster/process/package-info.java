/**
 * Programs run as child processes that never outlive their parent.
 *
 * <p>What comes in: a command line and a log file. What goes out: a process that can be stopped, killed and paused. Any
 * thread may call.
 *
 * <p>Start here: {@link dev.hawser.server.playground.cluster.process.SupervisedProcess}.
 */
@NullMarked
package dev.hawser.server.playground.cluster.process;

import org.jspecify.annotations.NullMarked;
