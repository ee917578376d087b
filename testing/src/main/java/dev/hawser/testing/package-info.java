/**
 * What the tests of several modules share: an HTTP origin that misbehaves on demand, a client that sends raw bytes, a clock
 * that is moved by hand, a check for leaked buffers of Netty, and the way to the optional shared data.
 *
 * <p>In scope test only. Nothing here sleeps: whoever waits, waits for an event, and a bound on that keeps a broken test
 * from hanging.
 *
 * <p>Start here: {@link dev.hawser.testing.TestOrigin} and {@link dev.hawser.testing.RawHttpClient}.
 */
@NullMarked
package dev.hawser.testing;

import org.jspecify.annotations.NullMarked;
