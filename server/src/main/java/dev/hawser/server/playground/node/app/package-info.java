/**
 * The application that runs in each pod of the playground, and the small HTTP/1.1 server under it.
 *
 * <p>What comes in: requests on real sockets. What goes out: answers that name the pod and count each visitor's visits
 * in that pod's memory, so that a lost session is seen as a count that starts again at 1. The server stops as a well
 * behaved application does: it takes no further connections, answers what was sent to it, and then closes.
 *
 * <p>One platform thread per listening socket accepts connections; each connection has a virtual thread that reads,
 * answers and writes.
 *
 * <p>Start here: {@link dev.hawser.server.playground.node.app.ExampleApp}.
 */
@NullMarked
package dev.hawser.server.playground.node.app;

import org.jspecify.annotations.NullMarked;
