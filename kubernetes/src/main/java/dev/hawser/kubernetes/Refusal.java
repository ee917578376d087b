package dev.hawser.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * Why a data plane does not serve a configuration.
 *
 * @param object the object to mend; {@code null} when it is not known, or when it is the configuration as a whole
 * @param message what is wrong, as the data plane says it; never a secret
 */
public record Refusal(@Nullable ObjectKey object, String message) {}
