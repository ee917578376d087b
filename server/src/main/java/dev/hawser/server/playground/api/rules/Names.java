package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import java.util.List;
import java.util.regex.Pattern;

/** The syntax of names and labels. Source: Kubernetes' "Object Names and IDs" and "Labels and Selectors". */
final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SERVICE_LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;

    static final String SUBDOMAIN_RULE = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character";
    private static final String LABEL_RULE = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', start and end with an alphanumeric character, and be at most 63 characters long";
    private static final String SERVICE_RULE = "a DNS-1035 label must consist of lower case alphanumeric characters or"
            + " '-', start with an alphabetic character, end with an alphanumeric character, and be at most 63"
            + " characters long";
    private static final String LABEL_VALUE_RULE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', start and end with an alphanumeric character, and be at most 63 characters"
            + " long";

    private Names() {}

    static void check(ResourceKind kind, Meta meta, List<Cause> causes) {
        String name = meta.name();
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else if (kind.equals(ResourceKinds.NAMESPACE)) {
            require(LABEL, MAX_LABEL, name, LABEL_RULE, causes);
        } else if (kind.equals(ResourceKinds.SERVICE)) {
            require(SERVICE_LABEL, MAX_LABEL, name, SERVICE_RULE, causes);
        } else {
            require(SUBDOMAIN, MAX_NAME, name, SUBDOMAIN_RULE, causes);
        }
        meta.labels().forEach((key, value) -> {
            if (value.length() > MAX_LABEL || !LABEL_VALUE.matcher(value).matches()) {
                causes.add(Cause.invalid("metadata.labels", value, LABEL_VALUE_RULE));
            }
        });
    }

    static boolean isSubdomain(String name) {
        return name.length() <= MAX_NAME && SUBDOMAIN.matcher(name).matches();
    }

    private static void require(Pattern syntax, int max, String name, String rule, List<Cause> causes) {
        if (name.length() > max || !syntax.matcher(name).matches()) {
            causes.add(Cause.invalid("metadata.name", name, rule));
        }
    }
}
