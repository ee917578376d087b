/**
 * The playground's node: a stand-in for scheduler and kubelet that runs each pod as small HTTP servers on a loopback
 * address of its own.
 *
 * <p>What comes in: pods, through the Kubernetes API. What goes out: bindings, pod status, the removal of pods that have
 * terminated, and the sockets that clients connect to. Nothing of an image is run: every container is an {@link
 * dev.hawser.server.playground.node.app.ExampleApp}, and of hooks only sleeping is done.
 *
 * <p>One thread owns all pods: informers only enqueue names, and what takes time (probes, draining) runs on virtual
 * threads that enqueue the name when they are done.
 *
 * <p>Start here: {@link dev.hawser.server.playground.node.Node}, then {@link
 * dev.hawser.server.playground.node.PodReconciler}.
 */
@NullMarked
package dev.hawser.server.playground.node;

import org.jspecify.annotations.NullMarked;
