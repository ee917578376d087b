package dev.hawser.kubernetes.validation;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What a Secret has to keep to (Kubernetes, core v1). Messages have nothing of its data. */
final class SecretRules {

    private static final String TLS = "kubernetes.io/tls";

    private SecretRules() {}

    static void check(Checks checks, Secret secret) {
        Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
        data.forEach((name, value) -> {
            try {
                Base64.getMimeDecoder().decode(value);
            } catch (IllegalArgumentException e) {
                checks.add("data[" + name + "]", "Invalid value (expected: Base64)");
            }
        });
        if (TLS.equals(secret.getType())) {
            for (String name : List.of("tls.crt", "tls.key")) {
                if (!data.containsKey(name)) {
                    checks.required("data[" + name + "]");
                }
            }
        }
    }
}
