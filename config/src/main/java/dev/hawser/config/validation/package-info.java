/**
 * What a configuration must fulfil beyond its types: ranges, syntax, references and uniqueness.
 *
 * <p>What comes in: entities, each with the place it came from. What goes out: the located
 * {@link dev.hawser.config.Violation violations}, all at once. The rules and, where there is one, the wording are those of
 * Kong Gateway 3.9's schemas. Everything here is pure and may be used by any thread.
 *
 * <p>Start here: {@link dev.hawser.config.validation.ConfigValidator}.
 */
@NullMarked
package dev.hawser.config.validation;

import org.jspecify.annotations.NullMarked;
