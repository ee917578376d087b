package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Starts the proxies with the same job: HTTP/1.1 in clear, HTTP/1.1 and HTTP/2 with TLS, kept connections of HTTP/1.1 to the
 * origins, sessions by a cookie, no log. HAProxy inserts the cookie, nginx hashes it.
 */
final class Contenders {

    /** What the others tell the origins about the client. */
    enum Forwarding {
        /** What Hawser tells as any ingress does: the address, protocol, host and port that the client used. */
        ALIKE,
        /** Nothing. */
        NONE
    }

    private final Workbench bench;
    private final Origins origins;
    private final ServerCertificate certificate;
    private final Forwarding forwarding;

    Contenders(Workbench bench, Origins origins, ServerCertificate certificate, Forwarding forwarding) {
        this.bench = bench;
        this.origins = origins;
        this.certificate = certificate;
        this.forwarding = forwarding;
    }

    List<Contender> start(Path hawser) throws IOException, InterruptedException {
        return List.of(nginx(), haproxy(), hawser(hawser));
    }

    private Contender nginx() throws IOException, InterruptedException {
        int port = Ports.free();
        int securePort = Ports.free();
        StringBuilder servers = new StringBuilder();
        origins.ports().forEach(origin -> servers.append("server 127.0.0.1:%d; ".formatted(origin)));
        String fields = forwarding == Forwarding.NONE ? "" : """
                        proxy_set_header Host $http_host;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Host $host;
                        proxy_set_header X-Forwarded-Port $server_port;
                        proxy_set_header X-Real-IP $remote_addr;
                """;
        List<String> command = NginxFile.write(bench, "nginx", """
                    upstream app {
                        hash $cookie_%s consistent;
                        %s
                        keepalive 8192;
                        keepalive_requests 1000000000;
                        keepalive_timeout 600s;
                    }
                    server {
                        listen 127.0.0.1:%d backlog=4096;
                        listen 127.0.0.1:%d ssl http2 backlog=4096;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        ssl_protocols TLSv1.2 TLSv1.3;
                        ssl_session_cache shared:tls:10m;
                        location / {
                            proxy_pass http://app;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_max_temp_file_size 0;
                %s
                        }
                    }
                """.formatted(
                SessionCookies.NAME, servers, port, securePort, certificate.chain(), certificate.key(), fields));
        Process process = bench.start("nginx", Workbench.PROXY_CORE, command);
        Ports.awaitListener(bench, "nginx", process, port);
        String version = bench.run("nginx-version", Workbench.LOAD_CORE, List.of("nginx", "-v"));
        List<String> cookies = SessionCookies.tried(port, origins.ports().size());
        return new Contender(
                "nginx", versionIn(version), port, securePort, new ProcessTree(process.toHandle()), cookies);
    }

    private Contender haproxy() throws IOException, InterruptedException {
        int port = Ports.free();
        int securePort = Ports.free();
        StringBuilder servers = new StringBuilder();
        for (int origin : origins.ports()) {
            servers.append("    server s%d 127.0.0.1:%d cookie %s\n".formatted(origin, origin, UUID.randomUUID()));
        }
        String fields = forwarding == Forwarding.NONE ? "" : """
                    option forwardfor
                    http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
                    http-request set-header X-Forwarded-Host %[req.hdr(host)]
                    http-request set-header X-Forwarded-Port %[dst_port]
                    http-request set-header X-Real-IP %[src]
                """;
        Path file = bench.write("haproxy.cfg", """
                global
                    nbthread 1
                    maxconn 8000
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 600s
                    timeout server 60s
                    timeout http-keep-alive 600s
                frontend clients
                    bind 127.0.0.1:%d backlog 4096
                    bind 127.0.0.1:%d backlog 4096 ssl crt %s alpn h2,http/1.1 ssl-min-ver TLSv1.2
                    default_backend app
                backend app
                    balance roundrobin
                    http-reuse always
                    cookie %s insert indirect nocache httponly
                %s%s
                """.formatted(
                        port, securePort, certificate.both(), SessionCookies.NAME, fields, servers));
        Process process =
                bench.start("haproxy", Workbench.PROXY_CORE, List.of("haproxy", "-q", "-db", "-f", file.toString()));
        Ports.awaitListener(bench, "haproxy", process, port);
        String version = bench.run("haproxy-version", Workbench.LOAD_CORE, List.of("haproxy", "-v"));
        List<String> cookies = SessionCookies.given(port, origins.ports().size());
        return new Contender(
                "HAProxy", versionIn(version), port, securePort, new ProcessTree(process.toHandle()), cookies);
    }

    private Contender hawser(Path launcher) throws IOException, InterruptedException {
        int port = Ports.free();
        int securePort = Ports.free();
        List<String> targets = new ArrayList<>();
        origins.ports()
                .forEach(origin ->
                        targets.add("{target: \"127.0.0.1:%d\", id: %s}".formatted(origin, UUID.randomUUID())));
        Path file = bench.write("hawser.yaml", """
                _format_version: "3.0"
                services:
                - {name: app, host: app, port: 80, protocol: http, routes: [{name: all, paths: ["/"], strip_path: false}]}
                upstreams:
                - name: app
                  algorithm: sticky-sessions
                  hash_on: none
                  sticky_sessions_cookie: %s
                  targets: [%s]
                """.formatted(SessionCookies.NAME, String.join(", ", targets)));
        Path ready = bench.folder().resolve("hawser.ready");
        Process process = bench.start(
                "hawser",
                Workbench.PROXY_CORE,
                List.of(
                        launcher.toString(),
                        "gateway",
                        "--proxy-listen=127.0.0.1:" + port + ", 127.0.0.1:" + securePort + " ssl http2",
                        "--ssl-cert=" + certificate.chain(),
                        "--ssl-cert-key=" + certificate.key(),
                        "--upstream-keepalive-pool-size=8192",
                        "--admin-listen=off",
                        "--status-listen=off",
                        "--ready-file=" + ready,
                        "--declarative-config=" + file));
        Ports.awaitListener(bench, "hawser", process, port);
        while (process.isAlive() && !Files.exists(ready)) {
            Thread.sleep(Ports.POLL_INTERVAL);
        }
        String version =
                bench.run("hawser-version", Workbench.LOAD_CORE, List.of(launcher.toString(), "gateway", "--version"));
        List<String> cookies = SessionCookies.given(port, origins.ports().size());
        return new Contender(
                Contender.HAWSER, versionIn(version), port, securePort, new ProcessTree(process.toHandle()), cookies);
    }

    /** The first word that begins with a digit and has a dot, after a slash perhaps. */
    static String versionIn(String printed) {
        for (String word : printed.split("[\\s/]+", -1)) {
            if (word.matches("\\d+\\..*")) {
                return word;
            }
        }
        return printed.strip();
    }
}
