/**
 * What connections to clients and to endpoints have in common: received messages are taken when they are wanted, reading
 * stops while nobody takes them, and silence ends.
 *
 * <p>What comes in: what the codec reads. What goes out: what the codec writes. Everything belongs to the event loop of
 * its connection.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.connection.MessageConnection}.
 */
@NullMarked
package dev.hawser.proxy.http.connection;

import org.jspecify.annotations.NullMarked;
