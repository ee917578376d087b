package dev.hawser.kubernetes.validation;

import java.util.regex.Pattern;

/** The forms of names that Kubernetes takes from DNS (RFC 1123, RFC 1035). */
final class DnsNames {

    static final String LABEL_EXPECTED = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters"
            + " or '-', and must start and end with an alphanumeric character";
    static final String SUBDOMAIN_EXPECTED = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character";

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SERVICE_PATTERN = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern IPV4_PATTERN = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private DnsNames() {}

    static boolean isLabel(String text) {
        return text.length() <= 63 && LABEL_PATTERN.matcher(text).matches();
    }

    static boolean isServiceLabel(String text) {
        return text.length() <= 63 && SERVICE_PATTERN.matcher(text).matches();
    }

    static boolean isSubdomain(String text) {
        return text.length() <= 253 && SUBDOMAIN_PATTERN.matcher(text).matches();
    }

    /** A host of an Ingress: a name whose leftmost label may be {@code *}, and no address. */
    static boolean isIngressHost(String text) {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        return isSubdomain(name) && !IPV4_PATTERN.matcher(text).matches();
    }
}
