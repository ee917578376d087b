/**
 * The reading half of the Kubernetes API over HTTP, for callers that may wait: each call returns what the server
 * answered or throws an {@link dev.hawser.kubernetes.watch.http.ApiFailure} that says what went wrong, within times that
 * are set for it. Nothing is tried again here, that is the caller's business.
 *
 * <p>Connections, certificates and credentials are those of the fabric8 client, which also reads a service account's token
 * again once a minute and when the server refuses it.
 *
 * <p>Threads: the client's threads put parts of an answer into a queue of one, and the caller takes them out; a caller that
 * does not read holds the connection back.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.watch.http.ApiClient}.
 */
@NullMarked
package dev.hawser.kubernetes.watch.http;

import org.jspecify.annotations.NullMarked;
