/**
 * Whether the controller lives, and whether it is ready, for probes.
 *
 * <p>What comes in: the steps of its life. What goes out: {@code /healthz} and {@code /readyz} as Kong Ingress Controller
 * answers them: 200 with {@code ok}, else 500. Any thread.
 *
 * <p>Start here: {@link dev.hawser.server.health.Readiness}.
 */
@NullMarked
package dev.hawser.server.health;

import org.jspecify.annotations.NullMarked;
