/**
 * Reads objects in Kubernetes' protobuf encoding, which kubectl 1.32 and later use for {@code kubectl create} with
 * arguments. Answers are always JSON, which every client takes.
 *
 * <p>What comes in: the bytes of a request. What goes out: the tree that the same object has in JSON. A field that the
 * table of messages does not have is an error, never dropped.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.protobuf.ProtobufObjects}.
 */
@NullMarked
package dev.hawser.server.playground.api.protobuf;

import org.jspecify.annotations.NullMarked;
