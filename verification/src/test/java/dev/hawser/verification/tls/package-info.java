/**
 * TLS through the program as a process, whose properties of the Java platform are those that it sets itself.
 *
 * <p>What comes in: a declarative configuration. What goes out: verdicts. Runs on the threads of tests.
 *
 * <p>Start here: {@link dev.hawser.verification.tls.PlatformTlsIT}.
 */
@NullMarked
package dev.hawser.verification.tls;

import org.jspecify.annotations.NullMarked;
