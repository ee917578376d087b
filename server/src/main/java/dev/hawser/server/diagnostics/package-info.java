/**
 * Shows configurations and threads to whoever looks for the cause of something, if that was switched on.
 *
 * <p>What comes in: tries to have configurations served. What goes out: {@code /debug/…}. Any thread.
 *
 * <p>Start here: {@link dev.hawser.server.diagnostics.ConfigHistory}.
 */
@NullMarked
package dev.hawser.server.diagnostics;

import org.jspecify.annotations.NullMarked;
