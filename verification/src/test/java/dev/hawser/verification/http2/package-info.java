/**
 * HTTP/2 and gRPC through the program as a process: h2spec, grpc-java, and gateways that restart.
 *
 * <p>What comes in: manifests or a declarative configuration, and programs that judge. What goes out: verdicts. Runs on the
 * threads of tests; origins have their own.
 *
 * <p>Start here: {@link dev.hawser.verification.http2.H2SpecIT}.
 */
@NullMarked
package dev.hawser.verification.http2;

import org.jspecify.annotations.NullMarked;
