package dev.hawser.config.declarative;

import dev.hawser.config.Algorithm;
import dev.hawser.config.HashInput;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.Upstream;
import org.jspecify.annotations.Nullable;

/** Reads an upstream without its targets, and a target save for the reference to its upstream. */
final class UpstreamReader {

    private UpstreamReader() {}

    static Upstream read(Fields fields) {
        HashInput hashOn = hashInput(fields, "hash_on");
        Upstream.Builder upstream = Upstream.builder(fields.requiredString("name"))
                .id(fields.uuid("id"))
                .algorithm(algorithm(fields, hashOn))
                .slots(fields.integer("slots"))
                .hashOn(hashOn)
                .hashFallback(hashInput(fields, "hash_fallback"))
                .hostHeader(fields.string("host_header"))
                .healthchecks(fields.record("healthchecks")
                        .map(HealthchecksReader::read)
                        .orElse(null))
                .clientCertificate(fields.certificate("client_certificate"))
                .tags(fields.strings("tags"));
        String cookiePath = fields.string("sticky_sessions_cookie_path");
        String cookie = fields.string("sticky_sessions_cookie");
        if (cookie != null) {
            upstream.stickySessions(new StickySessions(cookie, cookiePath));
        }
        fields.refuseUnsupported("use_srv_name");
        return upstream.build();
    }

    /** Without an algorithm, what is hashed says which, as in Kong. */
    private static Algorithm algorithm(Fields fields, @Nullable HashInput hashOn) {
        Algorithm given = fields.oneOf("algorithm", Algorithm::parse, Words.ALGORITHMS);
        if (given != null) {
            return given;
        }
        return hashOn == null || hashOn instanceof HashInput.None
                ? Algorithm.ROUND_ROBIN
                : Algorithm.CONSISTENT_HASHING;
    }

    private static @Nullable HashInput hashInput(Fields fields, String field) {
        fields.ignore(field + "_header", field + "_query_arg", field + "_uri_capture");
        fields.ignore("hash_on_cookie", "hash_on_cookie_path");
        String word = fields.string(field);
        return switch (word) {
            case null -> null;
            case "none" -> new HashInput.None();
            case "consumer" -> new HashInput.Consumer();
            case "ip" -> new HashInput.Ip();
            case "path" -> new HashInput.Path();
            case "header" -> new HashInput.Header(fields.requiredString(field + "_header"));
            case "cookie" ->
                new HashInput.Cookie(fields.requiredString("hash_on_cookie"), fields.string("hash_on_cookie_path"));
            case "query_arg" -> new HashInput.QueryArg(fields.requiredString(field + "_query_arg"));
            case "uri_capture" -> new HashInput.UriCapture(fields.requiredString(field + "_uri_capture"));
            default -> {
                fields.place().field(field).report("expected one of: " + String.join(", ", Words.HASH_INPUTS));
                yield null;
            }
        };
    }

    static Target target(Fields fields) {
        String target = fields.requiredString("target");
        Target read = new Target(fields.uuid("id"), withPort(target), fields.integer("weight"), fields.strings("tags"));
        fields.refuseUnsupported("failover");
        return read;
    }

    /** The target with the port it has when it names none; a malformed one stays as it is and is refused later. */
    private static String withPort(String target) {
        try {
            return TargetAddress.parse(target).toString();
        } catch (IllegalArgumentException e) {
            return target;
        }
    }
}
