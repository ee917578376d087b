package dev.hawser.verification.http2;

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
     */
    static String of(String protocol, String policy, EchoServer... servers) {
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
                      conditions: {ready: true, serving: true, terminating: false}
                      targetRef: {kind: Pod, name: pod-%d, uid: %s}
                    """.formatted(server.port(), server.port(), server.port(), UUID.randomUUID()));
        }
        return objects.toString();
    }
}
