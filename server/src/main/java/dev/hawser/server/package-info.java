/**
 * The program: reads its settings, wires control plane and data plane together by plain constructors, and stops them in
 * order.
 *
 * <p>What comes in: arguments, environment variables and signals. What goes out: a running gateway, a playground, or a
 * printed configuration. Commands run on the main thread; the parts they start bring their own.
 *
 * <p>Start here: {@link dev.hawser.server.Main}.
 */
@NullMarked
package dev.hawser.server;

import org.jspecify.annotations.NullMarked;
