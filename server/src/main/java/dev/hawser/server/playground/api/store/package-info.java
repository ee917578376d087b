/**
 * The memory of the embedded Kubernetes API: objects by collection and key, and a bounded history of each collection.
 *
 * <p>Every write gets the next resource version, one number for the whole store, and appends one event to the history
 * of its collection before the write lock is released. A list names the version it was taken at; reading the history
 * from that version on gives every later change in order, once. A watch is nothing but a place in the history, so a slow
 * watch costs no memory: it falls off the old end and is told so.
 *
 * <p>Writers take turns on one lock. Readers of histories wait on the history alone. Any thread may use these types.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.store.ResourceStore}.
 */
@NullMarked
package dev.hawser.server.playground.api.store;

import org.jspecify.annotations.NullMarked;
