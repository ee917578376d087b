/**
 * The access log: a line for each request, written to a file or a standard stream by a thread of its own.
 *
 * <p>What comes in: exchanges that ended and requests that were refused, on event loops, which note them in a bounded ring
 * each and never wait. What goes out: lines, in a format of nginx's or JSON; what does not fit is counted and dropped.
 *
 * <p>Start here: {@link dev.hawser.proxy.accesslog.AccessLog}.
 */
@NullMarked
package dev.hawser.proxy.accesslog;

import org.jspecify.annotations.NullMarked;
