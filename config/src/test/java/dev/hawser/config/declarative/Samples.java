package dev.hawser.config.declarative;

import dev.hawser.config.Algorithm;
import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.HashInput;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Sni;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Valid configurations to print and read. */
final class Samples {

    private Samples() {}

    static String pem(String name) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("/pem/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Certificate certificate() {
        UUID id = new UUID(7, 7);
        return new Certificate(
                id,
                pem("ec.crt"),
                pem("ec-pkcs8.key"),
                List.of(
                        new Sni(new UUID(8, 8), "*.example.com", List.of("a")),
                        new Sni(null, "example.com", List.of())),
                List.of("cert"));
    }

    /** A configuration in which no field is at its default. */
    static GatewayConfig everyField() {
        Route route = Route.builder(EntityIds.ofRoute("r"))
                .name("r")
                .protocols(List.of(Protocol.HTTPS))
                .methods(List.of("GET", "M-SEARCH"))
                .hosts(List.of("*.example.com", "example.*", "a.example.com:8443"))
                .headers(Map.of("X-Version", List.of("1", "2"), "x.y", List.of("~*^a+$")))
                .paths(List.of("/a", "~/b/(?<id>\\d+)$"))
                .snis(List.of("a.example.com"))
                .regexPriority(-3)
                .stripPath(false)
                .pathHandling(Route.PathHandling.V1)
                .preserveHost(true)
                .httpsRedirectStatusCode(308)
                .requestBuffering(false)
                .responseBuffering(false)
                .tags(List.of("k8s-name:a b", "no"))
                .build();
        Service service = Service.builder(EntityIds.ofService("s"), "sticky")
                .name("s")
                .protocol(Protocol.HTTPS)
                .port(443)
                .path("/base%20x")
                .retries(0)
                .connectTimeout(Duration.ofMillis(1))
                .writeTimeout(Duration.ofMillis(1500))
                .readTimeout(Duration.ofDays(1))
                .enabled(false)
                .tlsVerify(true)
                .tlsVerifyDepth(3)
                .caCertificates(List.of(authority().id()))
                .clientCertificate(certificate().id())
                .tags(List.of("s"))
                .routes(List.of(route))
                .build();
        Route homeless = Route.builder(new UUID(1, 2)).paths(List.of("/")).build();
        return new GatewayConfig(
                List.of(service),
                List.of(homeless),
                List.of(
                        sticky().toBuilder()
                                .clientCertificate(certificate().id())
                                .build(),
                        hashed()),
                List.of(certificate()),
                List.of(authority()));
    }

    static CaCertificate authority() {
        return new CaCertificate(new UUID(9, 9), pem("rsa.crt"), List.of("ca"));
    }

    static Upstream sticky() {
        return Upstream.builder("sticky")
                .id(EntityIds.ofUpstream("sticky"))
                .algorithm(Algorithm.STICKY_SESSIONS)
                .slots(10)
                .hashOn(new HashInput.None())
                .stickySessions(new StickySessions("session-id", "/a"))
                .hostHeader("example.com:8080")
                .healthchecks(healthchecks())
                .tags(List.of("u"))
                .targets(List.of(
                        new Target(new UUID(3, 4), "10.0.0.1:80", 0, List.of(Target.TERMINATING_TAG)),
                        new Target(null, "[fd00::1]:8080", 65535, List.of()),
                        new Target(null, "pod.example.com:1", null, List.of())))
                .build();
    }

    static Upstream hashed() {
        return Upstream.builder("hashed")
                .algorithm(Algorithm.CONSISTENT_HASHING)
                .hashOn(new HashInput.QueryArg("user id"))
                .hashFallback(new HashInput.Cookie("c", "/"))
                .build();
    }

    private static Healthchecks healthchecks() {
        return new Healthchecks(
                new Healthchecks.Active(
                        Healthchecks.Type.HTTPS,
                        2,
                        3,
                        "/healthz?deep=1",
                        "example.com",
                        false,
                        Map.of("X-Probe", List.of("a", "b")),
                        new Healthchecks.Healthy(List.of(200), 1, 2),
                        new Healthchecks.Unhealthy(List.of(), 1, 2, 3, 4)),
                new Healthchecks.Passive(
                        Healthchecks.Type.TCP,
                        new Healthchecks.Healthy(List.of(201, 202), null, 255),
                        new Healthchecks.Unhealthy(null, null, 1, 0, null)),
                12.5);
    }

    /** A valid configuration made from a seed: any field may be absent, at its default or set. */
    static GatewayConfig random(Random random) {
        List<Service> services = new java.util.ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            services.add(service(random, "s" + i));
        }
        List<Upstream> upstreams = new java.util.ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            upstreams.add(upstream(random, "u" + i));
        }
        return new GatewayConfig(
                services,
                random.nextBoolean() ? List.of() : List.of(route(random, "alone")),
                upstreams,
                random.nextInt(10) > 0 ? List.of() : List.of(certificate()));
    }

    private static Service service(Random random, String name) {
        return Service.builder(random.nextBoolean() ? EntityIds.ofService(name) : uuid(random), "u1")
                .name(random.nextBoolean() ? name : null)
                .port(random.nextInt(65536))
                .path(maybe(random, () -> "/p"))
                .retries(random.nextInt(32768))
                .connectTimeout(Duration.ofMillis(1L + random.nextInt(1_000_000)))
                .enabled(random.nextBoolean())
                .tags(List.of(tag(random), tag(random)))
                .routes(
                        random.nextBoolean()
                                ? List.of()
                                : List.of(route(random, name + "r"), route(random, name + "q")))
                .build();
    }

    private static Route route(Random random, String name) {
        return Route.builder(EntityIds.ofRoute(name))
                .name(name)
                .protocols(random.nextBoolean() ? List.of() : List.of(Protocol.HTTP, Protocol.HTTPS))
                .paths(List.of("/" + random.nextInt(), "~/\\d{" + random.nextInt(9) + "}: #x"))
                .headers(random.nextBoolean() ? Map.of() : Map.of("X-A", List.of(value(random), value(random))))
                .regexPriority(maybe(random, random::nextInt))
                .stripPath(random.nextBoolean())
                .preserveHost(random.nextBoolean())
                .requestBuffering(maybe(random, random::nextBoolean))
                .tags(List.of(tag(random)))
                .build();
    }

    private static Upstream upstream(Random random, String name) {
        Upstream.Builder upstream = Upstream.builder(name)
                .id(maybe(random, () -> uuid(random)))
                .slots(maybe(random, () -> 10 + random.nextInt(65527)))
                .targets(
                        random.nextBoolean()
                                ? List.of()
                                : List.of(new Target(
                                        maybe(random, () -> uuid(random)),
                                        "10.0.0." + random.nextInt(256) + ":" + random.nextInt(65536),
                                        maybe(random, () -> random.nextInt(65536)),
                                        List.of())));
        return switch (random.nextInt(4)) {
            case 0 -> upstream.algorithm(Algorithm.LATENCY).build();
            case 1 ->
                upstream.algorithm(Algorithm.STICKY_SESSIONS)
                        .stickySessions(new StickySessions("c", maybe(random, () -> "/x")))
                        .build();
            case 2 ->
                upstream.algorithm(Algorithm.CONSISTENT_HASHING)
                        .hashOn(new HashInput.Header("X-User"))
                        .hashFallback(random.nextBoolean() ? new HashInput.Ip() : new HashInput.Header("X-Other"))
                        .build();
            default -> upstream.build();
        };
    }

    private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static String tag(Random random) {
        return "t" + value(random).replaceAll("[\\p{Cntrl},/]", "");
    }

    /** Text of characters that have a meaning in YAML or JSON, or are rare. */
    private static String value(Random random) {
        String alphabet = "ab01.-+_ :#\"'\\\n\r\t{}[]&*!|>%@`~?=<,é\u0085\u2028\uFEFF\u00A0";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
