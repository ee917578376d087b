package dev.hawser.kubernetes.validation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;

/** The names of objects (Kubernetes, Object Names and IDs). */
final class MetadataRules {

    private MetadataRules() {}

    static void check(Checks checks, HasMetadata object) {
        String name = object.getMetadata().getName();
        if (name == null || name.isEmpty()) {
            checks.add("metadata.name", "Required value: name is required");
        } else if (object instanceof Service && !DnsNames.isServiceLabel(name)) {
            checks.invalid(
                    "metadata.name",
                    name,
                    "a DNS-1035 label must consist of lower case alphanumeric characters"
                            + " or '-', start with an alphabetic character, and end with an alphanumeric character");
        } else if (object instanceof Namespace && !DnsNames.isLabel(name)) {
            checks.invalid("metadata.name", name, DnsNames.LABEL_EXPECTED);
        } else if (!DnsNames.isSubdomain(name)) {
            checks.invalid("metadata.name", name, DnsNames.SUBDOMAIN_EXPECTED);
        }
        String namespace = object.getMetadata().getNamespace();
        if (namespace != null && !DnsNames.isLabel(namespace)) {
            checks.invalid("metadata.namespace", namespace, DnsNames.LABEL_EXPECTED);
        }
    }
}
