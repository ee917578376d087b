/**
 * Kong's Admin API, as far as a gateway without a database has it, and the status API.
 *
 * <p>What comes in: HTTP requests of operators, of Kong's ingress controller and of probes. What goes out: what the
 * current snapshot holds, and new configurations for the {@link dev.hawser.proxy.runtime.ActiveConfiguration}. Private
 * keys never go out. Each request has a virtual thread; no event loop is involved.
 *
 * <p>Start here: {@link dev.hawser.proxy.admin.AdminApi}.
 */
@NullMarked
package dev.hawser.proxy.admin;

import org.jspecify.annotations.NullMarked;
