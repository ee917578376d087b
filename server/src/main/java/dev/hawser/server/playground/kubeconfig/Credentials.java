package dev.hawser.server.playground.kubeconfig;

/** Who a client of an API is, and how it proves that. */
public sealed interface Credentials {

    /** Nobody: the API asks no client who it is. */
    record None() implements Credentials {}

    /** A key and a certificate for it, both in PEM. */
    record ClientCertificate(String certificatePem, String keyPem) implements Credentials {

        /** Keeps the key out of logs. */
        @Override
        public String toString() {
            return "ClientCertificate";
        }
    }

    /** A bearer token, such as that of a service account. */
    record Token(String value) implements Credentials {

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Token";
        }
    }
}
