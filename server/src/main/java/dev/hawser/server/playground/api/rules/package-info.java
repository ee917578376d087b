/**
 * What the embedded Kubernetes API fills in and insists on, kind by kind.
 *
 * <p>The defaults are those that kubectl and controllers rely on, the checks those that catch the common mistakes; both
 * follow Kubernetes' API reference. Rules change only the tree they are given and keep nothing, except for the
 * addresses of Services; the store's write lock is held while they run.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.rules.ObjectRules}.
 */
@NullMarked
package dev.hawser.server.playground.api.rules;

import org.jspecify.annotations.NullMarked;
