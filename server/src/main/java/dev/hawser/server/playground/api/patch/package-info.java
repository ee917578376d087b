/**
 * The patch formats of the Kubernetes API, as functions from an object and a patch to an object.
 *
 * <p>Neither argument is written to. Any thread may use these types.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.patch.PatchType}.
 */
@NullMarked
package dev.hawser.server.playground.api.patch;

import org.jspecify.annotations.NullMarked;
