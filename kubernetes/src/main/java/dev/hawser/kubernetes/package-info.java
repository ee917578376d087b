/**
 * The control plane's values: what is known of a cluster, and the gateway configuration it means.
 *
 * <p>What comes in: Kubernetes objects, kept in a {@link dev.hawser.kubernetes.ResourceSnapshot}. What goes out: a
 * {@link dev.hawser.kubernetes.Translation}, a {@link dev.hawser.config.GatewayConfig} and the problems of the objects
 * that could not be taken as they are. Everything here is immutable and may be read by any thread; builders are used by
 * one thread.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.Translator}.
 */
@NullMarked
package dev.hawser.kubernetes;

import org.jspecify.annotations.NullMarked;
