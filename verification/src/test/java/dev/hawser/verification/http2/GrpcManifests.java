package dev.hawser.verification.http2;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The objects that lead calls of gRPC to some servers: a Service with a policy, its endpoints, an Ingress. */
final class GrpcManifests {

    /** Sessions by a cookie. */
    static final String BY_COOKIE = """
              algorithm: sticky-sessions
              hashOn: {input: none}
              stickySessions: {cookie: session-id, cookiePath: /}
            """;

    /** Sessions by a value that clients send as metadata. */
    static final String BY_HEADER = """
              algorithm: consistent-hashing
              hashOn: {header: x-user}
            """;

    private GrpcManifests() {}

    /**
     * The objects in YAML.
     *
     * @param protocol of the servers: {@code grpc} or {@code grpcs}
     * @param policy what the policy says
     * @param terminating those of the servers whose pods are told to end
     */
    static String of(String protocol, String policy, List<EchoServer> servers, Set<EchoServer> terminating) {
        StringBuilder objects = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: echo
                  annotations:
                    konghq.com/protocol: %s
                    konghq.com/upstream-policy: sessions
                spec:
                  ports: [{name: grpc, port: 50051, targetPort: 50051}]
                ---
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: sessions}
                spec:
                %s---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: echo
                  annotations: {konghq.com/protocols: "grpc,grpcs"}
                spec:
                  ingressClassName: kong
                  rules:
                  - http:
                      paths:
                      - path: /%s
                        pathType: Prefix
                        backend: {service: {name: echo, port: {number: 50051}}}
                """.formatted(protocol, policy, Echo.SERVICE));
        for (EchoServer server : servers) {
            boolean ends = terminating.contains(server);
            objects.append("""
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata:
                      name: echo-%d
                      labels: {kubernetes.io/service-name: echo}
                    addressType: IPv4
                    ports: [{name: grpc, port: %d, protocol: TCP}]
                    endpoints:
                    - addresses: [127.0.0.1]
                      conditions: {ready: %b, serving: true, terminating: %b}
                      targetRef: {kind: Pod, name: pod-%d, uid: %s}
                    """.formatted(
                            server.port(), server.port(), !ends, ends, server.port(), new UUID(0, server.port())));
        }
        return objects.toString();
    }
}
