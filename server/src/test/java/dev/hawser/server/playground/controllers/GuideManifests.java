package dev.hawser.server.playground.controllers;

/** What the guide applies, with short times. */
final class GuideManifests {

    static final String DEPLOYMENT_AND_SERVICE = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: example-app
              labels:
                app: example
            spec:
              replicas: 3
              selector:
                matchLabels:
                  app: example
              template:
                metadata:
                  labels:
                    app: example
                spec:
                  terminationGracePeriodSeconds: 6
                  containers:
                    - name: example
                      image: my-example-app:latest
                      ports:
                        - containerPort: 8080
                      lifecycle:
                        preStop:
                          exec:
                            command: ["sh", "-c", "sleep 1"]
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: example-service
            spec:
              ports:
                - port: 80
                  targetPort: 8080
              selector:
                app: example
            """;

    private GuideManifests() {}
}
