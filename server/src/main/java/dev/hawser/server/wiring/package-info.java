/**
 * Puts the parts of the program together by plain constructors, and takes them down in order.
 *
 * <p>What comes in: settings. What goes out: a running data plane, and sources that bring it configurations. Everything is
 * started and stopped by one thread.
 *
 * <p>Start here: {@link dev.hawser.server.wiring.DataPlane}.
 */
@NullMarked
package dev.hawser.server.wiring;

import org.jspecify.annotations.NullMarked;
