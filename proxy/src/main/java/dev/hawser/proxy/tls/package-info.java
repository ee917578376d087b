/**
 * What both ends of TLS share: who provides it, and the contexts of connections that the gateway makes itself.
 *
 * <p>What comes in: {@link dev.hawser.proxy.tls.EndpointTls}, whom a connection has to trust and whom it claims to be.
 * What goes out: handlers for pipelines. A {@link dev.hawser.proxy.tls.ClientContexts} belongs to one event loop;
 * everything else is immutable.
 *
 * <p>Start here: {@link dev.hawser.proxy.tls.ClientContexts}.
 */
@NullMarked
package dev.hawser.proxy.tls;

import org.jspecify.annotations.NullMarked;
