/**
 * The commands of {@code hawser}, their options and the environment variables behind them.
 *
 * <p>What comes in: the command line. What goes out: an exit code, 0 for success, 1 when the work failed or an object was
 * rejected, 2 when the command line was wrong. Everything runs on the main thread.
 *
 * <p>Start here: {@link dev.hawser.server.command.HawserCommand}.
 */
@NullMarked
package dev.hawser.server.command;

import org.jspecify.annotations.NullMarked;
