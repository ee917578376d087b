/**
 * Where etcd, kube-apiserver and kube-controller-manager come from: a folder that is named, a cache, or a build.
 *
 * <p>What comes in: environment variables and the Go module in this program's resources. What goes out: a folder with the
 * three programs. Runs on the caller's thread, for minutes when it builds.
 *
 * <p>Start here: {@link dev.hawser.server.playground.cluster.programs.ProgramSource}.
 */
@NullMarked
package dev.hawser.server.playground.cluster.programs;

import org.jspecify.annotations.NullMarked;
