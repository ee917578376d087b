package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.config.Algorithm;
import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Sni;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DeclarativeReaderTest {

    private final DeclarativeReader reader = new DeclarativeReader();

    private GatewayConfig read(String body) throws InvalidConfigException {
        return reader.read("_format_version: \"3.0\"\n" + body);
    }

    private List<String> violations(String body) {
        return catchThrowableOfType(InvalidConfigException.class, () -> read(body)).violations().stream()
                .map(Violation::toString)
                .toList();
    }

    @Test
    void topLevelEntitiesJoinTheirOwners() throws InvalidConfigException {
        GatewayConfig nested = read("""
                services:
                - {name: a, host: h, routes: [{name: ra, paths: [/a]}, {name: rb, paths: [/b]}]}
                routes:
                - {name: alone, paths: [/c]}
                upstreams:
                - {name: u, targets: [{target: "10.0.0.1:1"}, {target: "10.0.0.2:2"}]}
                """);
        assertThat(read("""
                targets:
                - {target: "10.0.0.1:1", upstream: u}
                - {target: "10.0.0.2:2", upstream: {name: u}}
                routes:
                - {name: ra, paths: [/a], service: {name: a}}
                - {name: alone, paths: [/c]}
                - {name: rb, paths: [/b], service: {id: %s}}
                services:
                - {name: a, host: h}
                upstreams:
                - {name: u}
                """.formatted(EntityIds.ofService("a")))).isEqualTo(nested);
    }

    /** Nobody is not the same as those of the gateway. */
    @Test
    void anEmptyListOfAuthoritiesIsNotOneThatIsLeftOut() throws InvalidConfigException {
        GatewayConfig config = read("""
                services:
                - {name: nobody, protocol: https, host: h, tls_verify: true, ca_certificates: []}
                - {name: default, protocol: https, host: h, tls_verify: true}
                - {name: "null", protocol: https, host: h, tls_verify: true, ca_certificates: null}
                """);

        assertThat(config.services())
                .extracting(Service::caCertificates)
                .containsExactlyInAnyOrder(List.of(), null, null);
        assertThat(reader.read(new DeclarativeWriter().toYaml(config))).isEqualTo(config);
    }

    @Test
    void serverNamesAreTextsObjectsOrAtTheTop() throws InvalidConfigException {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("_format_version", "3.0");
        ObjectNode certificate = document.putArray("certificates").addObject();
        certificate.put("cert", Samples.pem("ec.crt")).put("key", Samples.pem("ec-sec1.key"));
        certificate.putArray("snis").add("a.example.com").addObject().put("name", "b.example.com");
        String id = EntityIds.ofCertificate(Samples.pem("ec.crt")).toString();
        document.putArray("snis").addObject().put("name", "c.example.com").put("certificate", id);

        Certificate read = reader.read(document).certificates().getFirst();

        assertThat(read.id()).hasToString(id);
        assertThat(read.snis())
                .extracting(Sni::name)
                .containsExactly("a.example.com", "b.example.com", "c.example.com");
    }

    @Test
    void urlIsShortForItsParts() throws InvalidConfigException {
        List<Service> services = read("""
                services:
                - {name: a, url: "https://example.com/base"}
                - {name: b, url: "http://10.0.0.1"}
                - {name: c, url: "http://[fd00::1]:81/"}
                """).services();
        assertThat(services.get(0))
                .isEqualTo(Service.builder(EntityIds.ofService("a"), "example.com")
                        .name("a")
                        .protocol(Protocol.HTTPS)
                        .port(443)
                        .path("/base")
                        .build());
        assertThat(services.get(1))
                .isEqualTo(Service.builder(EntityIds.ofService("b"), "10.0.0.1")
                        .name("b")
                        .build());
        assertThat(services.get(2).host()).isEqualTo("[fd00::1]");
        assertThat(services.get(2).port()).isEqualTo(81);
    }

    @Test
    void absentFieldsAreAtTheirDefaults() throws InvalidConfigException {
        GatewayConfig config = read("""
                services: [{name: s, host: h, path: null, tags: , routes: [{name: r, paths: [/]}]}]
                upstreams: [{name: u, targets: [{target: h}]}]
                """);
        Route route = Route.builder(EntityIds.ofRoute("r"))
                .name("r")
                .paths(List.of("/"))
                .build();
        assertThat(config.services())
                .containsExactly(Service.builder(EntityIds.ofService("s"), "h")
                        .name("s")
                        .routes(List.of(route))
                        .build());
        assertThat(config.upstreams())
                .containsExactly(Upstream.builder("u")
                        .targets(List.of(new Target(null, "h:8000", null, List.of())))
                        .build());
    }

    @Test
    void whatIsHashedSaysTheAlgorithmWhenNoneIsGiven() throws InvalidConfigException {
        List<Upstream> upstreams = read("""
                upstreams:
                - {name: a, hash_on: ip}
                - {name: b, hash_on: none, hash_fallback: none, hash_on_cookie_path: /}
                """).upstreams();
        assertThat(upstreams.get(0).algorithm()).isEqualTo(Algorithm.CONSISTENT_HASHING);
        assertThat(upstreams.get(1).algorithm()).isEqualTo(Algorithm.ROUND_ROBIN);
        assertThat(upstreams.get(1).hashOn()).isEqualTo(new HashInput.None());
    }

    @Test
    void whatKongAndDeckAddIsTaken() throws InvalidConfigException {
        assertThat(read("""
                _transform: true
                _workspace: default
                _comment: made by hand
                _info: {select_tags: [a], defaults: {}}
                _konnect: {control_plane_name: x}
                _ignore: [anything]
                plugins: []
                consumers: []
                vaults: {}
                upstreams:
                - name: u
                  created_at: 1
                  updated_at: 2
                  use_srv_name: false
                  client_certificate: null
                  sticky_sessions_cookie_path: /
                  _comment: no
                  targets: [{target: "h:1", failover: false, created_at: 1.5, upstream: {name: u}}]
                """).upstreams()).hasSize(1);
    }

    @Test
    void aCookieWhosePathBreaksThePromiseOfItsNameIsRefused() {
        assertThat(violations("""
                upstreams:
                - {name: a, algorithm: sticky-sessions, sticky_sessions_cookie: __Host-a, sticky_sessions_cookie_path: /}
                - {name: b, algorithm: sticky-sessions, sticky_sessions_cookie: __Host-b}
                - {name: c, algorithm: sticky-sessions, sticky_sessions_cookie: __Secure-c, sticky_sessions_cookie_path: /c}
                - {name: d, algorithm: sticky-sessions, sticky_sessions_cookie: __Host-d, sticky_sessions_cookie_path: /d}
                """))
                .containsExactly(
                        "upstreams[3].sticky_sessions_cookie_path: '/d' (expected: '/' for a cookie called __Host-d)");
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnce() {
        assertThat(violations("""
                plugins: [{name: cors}]
                nonsense: 1
                services:
                - name: s
                  host: h
                  port: http
                  routes:
                  - {name: r, paths: [nowhere, /ok], regex_priority: 1.5}
                  - {name: q, paths: [nowhere, /ok]}
                - 5
                upstreams:
                - {name: u, algorithm: random, slots: 5}
                - {name: v, slots: 5, targets: [{target: "h:1", weight: -1}]}
                """))
                .containsExactly(
                        "services[1]: expected a record",
                        "services[0].port: expected an integer",
                        "services[0].routes[0].regex_priority: expected an integer",
                        "upstreams[0].algorithm: expected one of: round-robin, consistent-hashing, least-connections,"
                                + " latency, sticky-sessions",
                        "plugins: not supported by this gateway (expected: none)",
                        "nonsense: unknown field (expected one of: _format_version, _info, _transform, ca_certificates,"
                                + " certificates, routes, services, snis, targets, upstreams)",
                        "services[0].routes[1].paths[0]: should start with: / (fixed path) or ~/ (regex path)",
                        "upstreams[1].slots: value should be between 10 and 65536",
                        "upstreams[1].targets[0].weight: value should be between 0 and 65535");
    }

    @Test
    void documentThatIsNoObjectIsRefused() {
        for (String text : List.of("", "# nothing\n", "[]", "5", "null")) {
            assertThat(catchThrowableOfType(InvalidConfigException.class, () -> reader.read(text))
                            .violations())
                    .containsExactly(new Violation("", "expected a declarative configuration"));
        }
    }

    @Test
    void otherVersionsAreRefused() {
        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> reader.read("{}")))
                .hasMessage("_format_version: required field missing (expected: \"3.0\")");
        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> reader.read("_format_version: '1.1'")))
                .hasMessage("_format_version: 1.1: not supported (expected: \"3.0\")");
        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> reader.read("_format_version: 3.0")))
                .hasMessage("_format_version: expected a string");
    }

    @Test
    void privateKeysAreInNoMessage() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("_format_version", "3.0");
        ObjectNode certificate = document.putArray("certificates").addObject();
        String key = Samples.pem("rsa-pkcs8.key");
        certificate
                .put("cert", key)
                .put("key", key.replace("A", "B"))
                .put("id", "x")
                .put("keys", key);
        String secret = key.lines().skip(1).findFirst().orElseThrow();

        InvalidConfigException refused =
                catchThrowableOfType(InvalidConfigException.class, () -> reader.read(document));

        assertThat(refused).hasMessageContaining("keys").message().doesNotContain(secret);
        assertThat(Samples.certificate().toString())
                .contains("REDACTED")
                .doesNotContain(
                        Samples.pem("ec-pkcs8.key").lines().skip(1).findFirst().orElseThrow());
        assertThat(Samples.everyField().toString()).doesNotContain("PRIVATE KEY");
    }
}
