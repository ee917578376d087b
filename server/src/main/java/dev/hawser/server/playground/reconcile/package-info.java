/**
 * Level-triggered reconciling: keys in, one at a time out, failures tried again.
 *
 * <p>What comes in: {@link dev.hawser.server.playground.reconcile.NamespacedName names} of objects that may have
 * changed, from any thread, mostly from informers. What goes out: calls of one reconciler, which reads the present state
 * and works towards the desired one. Each loop has one owner thread, so a reconciler needs no locks. Nothing here knows
 * of pods; the node and the controllers both stand on it.
 *
 * <p>Start here: {@link dev.hawser.server.playground.reconcile.ReconcileLoop}.
 */
@NullMarked
package dev.hawser.server.playground.reconcile;

import org.jspecify.annotations.NullMarked;
