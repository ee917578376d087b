/**
 * The program against a real control plane: etcd, kube-apiserver and kube-controller-manager, the playground's node as
 * the kubelet, {@code hawser run} with a service account of its own, and {@code kubectl}.
 *
 * <p>These tests run in a JVM of their own, in a network namespace where pods have addresses that an API server accepts
 * (see {@code src/test/namespace/bin/java}).
 *
 * <p>Start here: {@link dev.hawser.verification.cluster.Cluster}.
 */
@NullMarked
package dev.hawser.verification.cluster;

import org.jspecify.annotations.NullMarked;
