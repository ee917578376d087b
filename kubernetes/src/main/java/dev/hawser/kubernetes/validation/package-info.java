/**
 * The rules that a Kubernetes API server checks before it takes an object, for objects that no API server has seen.
 *
 * <p>What comes in: an object as it was written. What goes out: everything that is wrong with it, each located by the
 * path of a field. Everything here is stateless, so any thread may use it.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.validation.ResourceRules}.
 */
@NullMarked
package dev.hawser.kubernetes.validation;

import org.jspecify.annotations.NullMarked;
