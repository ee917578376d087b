package dev.hawser.server.command;

/** Manifests of a Service with a ready endpoint, 10.0.0.1, and a terminating one, 10.0.0.2. */
final class Endpoints {

    static final String READY_AND_TERMINATING = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web
            spec:
              ingressClassName: kong
              rules:
                - http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              ports:
                - port: 80
                  targetPort: 8080
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web-1
              labels:
                kubernetes.io/service-name: web
            addressType: IPv4
            ports:
              - name: ""
                port: 8080
                protocol: TCP
            endpoints:
              - addresses: [10.0.0.1]
                conditions: {ready: true, serving: true, terminating: false}
              - addresses: [10.0.0.2]
                conditions: {ready: false, serving: true, terminating: true}
            """;

    private Endpoints() {}
}
