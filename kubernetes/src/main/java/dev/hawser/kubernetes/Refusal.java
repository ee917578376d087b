package dev.hawser.kubernetes;

import org.jspecify.annotations.Nullable;

/** Why a data plane does not serve a configuration as it is. */
public sealed interface Refusal {

    /** The object to mend; {@code null} when it is not known, or when it is the configuration as a whole. */
    @Nullable
    ObjectKey object();

    /**
     * It does not take the configuration, and goes on with what it has.
     *
     * @param object the object to mend, or {@code null}
     * @param message what is wrong, as the data plane says it; never a secret
     */
    record Rejected(@Nullable ObjectKey object, String message) implements Refusal {}

    /**
     * It is too old for sticky sessions, and serves the configuration without those of an object.
     *
     * @param object the Service whose policy asks for them
     * @param since the version that knows them: {@code 3.11.0}
     */
    record WithoutSessions(ObjectKey object, String since) implements Refusal {}
}
