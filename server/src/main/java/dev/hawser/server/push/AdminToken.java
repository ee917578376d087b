package dev.hawser.server.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What authorizes at the Admin API: the header {@value #HEADER}. Never shown. */
public sealed interface AdminToken {

    /** Source: Kong Gateway, Admin API, role based access control. */
    String HEADER = "Kong-Admin-Token";

    /** The token at this moment; empty for none. */
    String current() throws IOException;

    static AdminToken none() {
        return new Fixed("");
    }

    static AdminToken of(String token) {
        return new Fixed(token.strip());
    }

    /** The first line of a file, read again for each call, so that it may be exchanged. */
    static AdminToken of(Path file) {
        return new InFile(file);
    }

    /** A token that stays. */
    record Fixed(String token) implements AdminToken {

        @Override
        public String current() {
            return token;
        }

        @Override
        public String toString() {
            return token.isEmpty() ? "none" : "REDACTED";
        }
    }

    /** A token in a file. */
    record InFile(Path file) implements AdminToken {

        @Override
        public String current() throws IOException {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        }
    }
}
