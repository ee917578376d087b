/**
 * What can be done with objects: create, read, update, patch, delete and scale, and the clean-up that follows from
 * deletions.
 *
 * <p>Each write is one transaction of the store: read, decide, check, write. Any thread may call; the collector of
 * dependents has one thread of its own.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.verb.Resources}.
 */
@NullMarked
package dev.hawser.server.playground.api.verb;

import org.jspecify.annotations.NullMarked;
