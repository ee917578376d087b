package dev.hawser.server.push;

import java.util.regex.Pattern;

/** Takes private keys out of what gateways say: Kong shows the entities that it finds wrong as they are. */
public final class PrivateKeys {

    /** Line feeds may be escaped. A block that was cut off counts to the end. */
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", Pattern.DOTALL);

    private PrivateKeys() {}

    public static String redact(String text) {
        return BLOCK.matcher(text).replaceAll("REDACTED");
    }
}
