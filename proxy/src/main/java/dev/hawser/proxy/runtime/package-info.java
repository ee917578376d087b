/**
 * The compiled form of a configuration, which exchanges read.
 *
 * <p>What comes in: a {@link dev.hawser.config.GatewayConfig} and the snapshot before it. What goes out: a {@link
 * dev.hawser.proxy.runtime.RuntimeSnapshot}, published through the {@link dev.hawser.proxy.runtime.SnapshotHolder}.
 * Snapshots are immutable; endpoints and their health outlive them.
 *
 * <p>Configurations are applied one at a time, on the thread that brings them; snapshots are read by all event loops.
 *
 * <p>Start here: {@link dev.hawser.proxy.runtime.ActiveConfiguration}, then {@link
 * dev.hawser.proxy.runtime.RuntimeSnapshot}.
 */
@NullMarked
package dev.hawser.proxy.runtime;

import org.jspecify.annotations.NullMarked;
