package dev.hawser.kubernetes;

/**
 * Something that kept an object, or a part of it, from being taken as it is. It becomes a status condition and a warning
 * event of the object; everything else of the configuration is unaffected.
 *
 * @param object the object to mend
 * @param reason what kind of problem it is
 * @param message what is wrong, where in the object and what was expected; never a secret
 */
public record Problem(ObjectKey object, Reason reason, String message) {

    /** The kinds of problems. A constant's name is part of logs and metrics. */
    public enum Reason {
        /** An annotation's value is none that it takes; its default is used instead. */
        INVALID_ANNOTATION,
        /** A field's value is none that it takes; the part of the object that needs it is left out. */
        INVALID_FIELD,
        /** A path is no path or no regular expression that is understood; it is left out. */
        INVALID_PATH,
        /** Something is asked for that is not supported; it is left out. */
        UNSUPPORTED,
        /** A Service is missing: requests for it are answered with 503. */
        SERVICE_NOT_FOUND,
        /** A Service has no such port: requests for it are answered with 503. */
        PORT_NOT_FOUND,
        /** A policy is missing: the upstream keeps Kong's defaults. */
        POLICY_NOT_FOUND,
        /** A policy breaks its rules: upstreams that ask for it keep Kong's defaults. */
        POLICY_REJECTED,
        /** Services that share an upstream ask for different policies: it keeps Kong's defaults. */
        POLICY_CONFLICT,
        /** A Secret, or a ConfigMap of an authority, is missing: its certificate is left out. */
        SECRET_NOT_FOUND,
        /** A Secret holds no certificate with its private key, or an object no authority: it is left out. */
        INVALID_SECRET,
        /** A server name is claimed for several certificates: the oldest Secret has it. */
        SERVER_NAME_CONFLICT,
        /** The parameters of an IngressClass are missing or of another kind: defaults are used. */
        PARAMETERS_NOT_FOUND,
        /** A gateway found something wrong with what the object means: it goes on with what it has. */
        REJECTED_BY_GATEWAY
    }

    @Override
    public String toString() {
        return object + ": " + message;
    }
}
