/**
 * Sets up the log: text for people, JSON for machines, both on standard error.
 *
 * <p>What comes in: a {@link dev.hawser.server.logging.LogSettings}. What goes out: log lines, whose messages are
 * constant and whose data are key-value pairs.
 *
 * <p>Start here: {@link dev.hawser.server.logging.Logging}.
 */
@NullMarked
package dev.hawser.server.logging;

import org.jspecify.annotations.NullMarked;
