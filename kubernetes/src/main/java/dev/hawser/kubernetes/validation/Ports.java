package dev.hawser.kubernetes.validation;

import java.util.regex.Pattern;

/** The ports and names of ports that Kubernetes takes (RFC 6335 section 5.1). */
final class Ports {

    static final String EXPECTED = "must be between 1 and 65535, inclusive";
    static final String NAME_EXPECTED = "must be a label of lower case alphanumeric characters or '-', at most 63";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LETTER = Pattern.compile("[a-z]");

    private Ports() {}

    static boolean isPort(int number) {
        return number >= 1 && number <= 65535;
    }

    static boolean isName(String text) {
        return text.length() <= 63
                && NAME.matcher(text).matches()
                && LETTER.matcher(text).find();
    }
}
