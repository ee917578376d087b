package dev.hawser.config.declarative;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Violation;
import dev.hawser.config.validation.ConfigValidator;
import dev.hawser.config.validation.Place;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads declarative configuration: {@code _format_version} {@value #FORMAT_VERSION} of Kong's {@code kong.yaml}.
 *
 * <p>Taken are services, routes, upstreams, targets, certificates, snis and ca_certificates, each nested in what it belongs to or at the
 * top with a reference to it. A service or route without an id gets the one Kong derives from its name
 * ({@link dev.hawser.config.EntityIds}), a certificate one derived from its chain. A collection that the gateway has no
 * support for is refused unless it is empty. A field that is {@code null} counts as absent.
 */
public final class DeclarativeReader {

    /** The version of the format that is read and written. */
    public static final String FORMAT_VERSION = "3.0";

    private static final String VERSION = "_format_version";

    /** What deck keeps at the top for itself. */
    private static final String[] META = {"_comment", "_ignore", "_konnect", "_plugin_configs", "_workspace"};

    private static final String[] UNSUPPORTED = {
        "acls",
        "basicauth_credentials",
        "consumer_group_consumers",
        "consumer_group_plugins",
        "consumer_groups",
        "consumers",
        "custom_entities",
        "degraphql_routes",
        "filter_chains",
        "hmacauth_credentials",
        "jwt_secrets",
        "key_sets",
        "keyauth_credentials",
        "keys",
        "licenses",
        "mtls_auth_credentials",
        "oauth2_credentials",
        "parameters",
        "partials",
        "plugins",
        "rbac_endpoint_permissions",
        "rbac_roles",
        "service_packages",
        "vaults"
    };

    /**
     * Whether a text claims to be declarative configuration, rightly or not: its first document has a {@code
     * _format_version} at the top. What comes behind a syntax error is not looked at.
     */
    public static boolean recognizes(String text) {
        return TopLevelKeys.of(text).contains(VERSION);
    }

    /**
     * Reads a document.
     *
     * @param text YAML 1.2, or JSON
     * @throws InvalidConfigException when it is no valid configuration, with everything that is wrong with it
     */
    public GatewayConfig read(String text) throws InvalidConfigException {
        return read(DocumentParser.parse(text));
    }

    /**
     * Reads a document that was parsed already; the tree is not changed.
     *
     * @throws InvalidConfigException when it is no valid configuration, with everything that is wrong with it
     */
    public GatewayConfig read(JsonNode document) throws InvalidConfigException {
        List<Violation> violations = new ArrayList<>();
        Place root = Place.root(violations);
        if (!document.isObject()) {
            root.report("expected a declarative configuration");
            throw new InvalidConfigException(violations);
        }
        Fields fields = Fields.of(document, root).orElseThrow();
        header(fields);
        DocumentAssembly assembly = new DocumentAssembly();
        assembly.read(fields);
        fields.refuseUnsupported(UNSUPPORTED);
        fields.refuseOthers();
        ConfigValidator.validate(assembly.entities());
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
        return assembly.config();
    }

    private static void header(Fields fields) {
        String version = fields.string(VERSION);
        Place at = fields.place().field(VERSION);
        if (!fields.has(VERSION)) {
            at.report("required field missing (expected: \"" + FORMAT_VERSION + "\")");
        } else if (version != null && !version.equals(FORMAT_VERSION)) {
            at.report(version + ": not supported (expected: \"" + FORMAT_VERSION + "\")");
        }
        fields.bool("_transform");
        fields.ignore(META);
        // The other parts of _info name who wrote the file; the defaults would change what the entities mean.
        fields.record("_info").ifPresent(info -> info.refuseUnsupported("defaults"));
    }
}
