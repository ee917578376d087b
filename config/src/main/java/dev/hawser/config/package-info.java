/**
 * The gateway model: Kong's entities as immutable values, and the declarative format they are read from and printed in.
 *
 * <p>What comes in: declarative configuration in YAML or JSON, or the values a translator builds. What goes out: a
 * {@link dev.hawser.config.GatewayConfig}, the one meeting point of the control plane and the data plane, or the
 * located {@link dev.hawser.config.Violation violations} that kept it from becoming one. Everything here is immutable
 * and compared by value, so any thread may read it and an unchanged configuration is seen to be unchanged.
 *
 * <p>A component that is {@code null} was left out and means Kong's default, which its documentation names; it is left
 * out again when the configuration is printed.
 *
 * <p>Start here: {@link dev.hawser.config.GatewayConfig}; then {@link dev.hawser.config.declarative.DeclarativeReader} and
 * {@link dev.hawser.config.validation.ConfigValidator}.
 */
@NullMarked
package dev.hawser.config;

import org.jspecify.annotations.NullMarked;
