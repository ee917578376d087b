/**
 * The vocabulary of the embedded Kubernetes API: the table of kinds, object metadata, selectors, and failures that are
 * also the {@code Status} bodies clients see.
 *
 * <p>Objects are Jackson trees, so one set of code serves every kind alike; what differs by kind stands in the table.
 * A tree that is in the store is never written to. Everything here is immutable or confined to its caller.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.resource.ResourceKinds}.
 */
@NullMarked
package dev.hawser.server.playground.api.resource;

import org.jspecify.annotations.NullMarked;
