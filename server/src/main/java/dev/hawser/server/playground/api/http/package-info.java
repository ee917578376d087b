/**
 * The HTTP front of the embedded Kubernetes API: requests in, documents and watch streams out.
 *
 * <p>Netty's event loops read and write bytes. Each request is handled on a virtual thread of its own, one at a time for
 * a connection; a watch keeps its thread until it ends, and waits whenever its client is slower than the changes.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.http.HttpFront}, then
 * {@link dev.hawser.server.playground.api.http.ApiRouter}.
 */
@NullMarked
package dev.hawser.server.playground.api.http;

import org.jspecify.annotations.NullMarked;
