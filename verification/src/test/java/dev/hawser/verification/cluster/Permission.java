package dev.hawser.verification.cluster;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One verb on one resource.
 *
 * @param place where it holds: a namespace, or empty for what is of no namespace
 * @param group the API group
 * @param resource the resource, with its subresource if any: {@code "ingresses/status"}
 * @param verb the verb
 */
record Permission(String place, String group, String resource, String verb) {

    private static final Pattern PATH = Pattern.compile(
            "(?:/api/v1|/apis/([^/]+)/[^/]+)" + "(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+)(/[a-z]+)?)?");

    /** What a rule grants, verb by verb. */
    static List<Permission> of(PolicyRule rule, String place) {
        List<Permission> permissions = new ArrayList<>();
        for (String group : rule.getApiGroups()) {
            for (String resource : rule.getResources()) {
                for (String verb : rule.getVerbs()) {
                    permissions.add(new Permission(place, group, resource, verb));
                }
            }
        }
        return permissions;
    }

    /** What a request needs; all of it empty when it asks for no objects. */
    static Permission of(HttpRequest request) {
        Matcher path = PATH.matcher(request.uri().getPath());
        if (!path.matches()) {
            return new Permission("", "", "", "");
        }
        String query = String.valueOf(request.uri().getQuery());
        String verb = switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "GET" -> path.group(4) != null ? "get" : query.contains("watch=") ? "watch" : "list";
            default -> request.method();
        };
        return new Permission(
                orEmpty(path.group(2)), orEmpty(path.group(1)), path.group(3) + orEmpty(path.group(5)), verb);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    PolicyRule rule() {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verb)
                .build();
    }
}
