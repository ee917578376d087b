/**
 * A real control plane on this machine: etcd, kube-apiserver and kube-controller-manager as processes of ours.
 *
 * <p>What comes in: a folder and the programs. What goes out: an API with TLS, RBAC and service accounts, whose parts can
 * be killed, paused and started again. There is no scheduler: the playground's node binds pods itself. Methods block; one
 * thread at a time calls.
 *
 * <p>Start here: {@link dev.hawser.server.playground.cluster.RealCluster}.
 */
@NullMarked
package dev.hawser.server.playground.cluster;

import org.jspecify.annotations.NullMarked;
