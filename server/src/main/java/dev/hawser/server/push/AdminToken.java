package dev.hawser.server.push;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What authorizes at the Admin API: the header {@value #HEADER}. Never shown. */
public sealed interface AdminToken {

    /** Source: Kong Gateway, Admin API, role based access control. */
    String HEADER = "Kong-Admin-Token";

    /**
     * The token at this moment; empty for none.
     *
     * @throws IOException when there is none, or none that a header can carry; its message says so without the token
     */
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

    /** Whether a text can be the value of a header: printable ASCII. Others would be shown by those who refuse them. */
    static boolean canBeSent(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** A token that stays. */
    record Fixed(String token) implements AdminToken {

        @Override
        public String current() throws IOException {
            if (!canBeSent(token)) {
                throw unsendable("the token");
            }
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
            String where = "token file " + file;
            try {
                String token =
                        Files.readString(file).lines().findFirst().orElse("").strip();
                if (!canBeSent(token)) {
                    throw unsendable(where);
                }
                return token;
            } catch (NoSuchFileException e) {
                throw new IOException(where + ": is missing (expected: a readable file)", e);
            } catch (AccessDeniedException e) {
                throw new IOException(where + ": must not be read (expected: a readable file)", e);
            } catch (CharacterCodingException _) {
                throw unsendable(where);
            }
        }
    }

    private static IOException unsendable(String where) {
        return new IOException(where + ": has a character that a header cannot carry (expected: printable ASCII)");
    }
}
