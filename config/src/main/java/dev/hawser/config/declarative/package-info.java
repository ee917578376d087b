/**
 * The declarative format (Kong's {@code kong.yaml}, as deck writes it), both ways.
 *
 * <p>What comes in: a document in YAML or JSON; what goes out: a {@link dev.hawser.config.GatewayConfig}, or every
 * violation that the document has, each with its path. And the other way round: a configuration printed as a document
 * that Kong and deck read, too. Readers and writers keep no state and may be shared between threads.
 *
 * <p>Start here: {@link dev.hawser.config.declarative.DeclarativeReader} and
 * {@link dev.hawser.config.declarative.DeclarativeWriter}.
 */
@NullMarked
package dev.hawser.config.declarative;

import org.jspecify.annotations.NullMarked;
