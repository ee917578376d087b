package dev.hawser.kubernetes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.manifest.ManifestReader;
import dev.hawser.kubernetes.manifest.Manifests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceRulesTest {

    private static final ManifestReader READER = new ManifestReader();
    private static final String INGRESS =
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: ";
    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: ";
    private static final String SLICE = "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, ";

    private static List<Violation> check(String text) {
        Manifests manifests = READER.read("m.yaml", text);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.objects()).hasSize(1);
        return ResourceRules.check(manifests.objects().getFirst());
    }

    private static String path(String path) {
        return "{rules: [{http: {paths: [{" + path + ", backend: {service: {name: s, port: {number: 80}}}}]}}]}";
    }

    private static String backend(String backend) {
        return "{rules: [{http: {paths: [{path: /, pathType: Prefix, backend: " + backend + "}]}}]}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{rules: [{host: a.example, http: {paths: [{path: /, pathType: Exact, backend: {service: {name: s, port: {name: http}}}}]}}]}",
                "{rules: [{host: '*.a.example', http: {paths: [{pathType: ImplementationSpecific, backend: {resource: {kind: B, name: b}}}]}}]}",
                "{rules: [{host: a.example}], tls: [{hosts: [a.example], secretName: s}]}",
                "{defaultBackend: {service: {name: s, port: {number: 65535}}}}"
            })
    void soundIngressesAreTaken(String spec) {
        assertThat(check(INGRESS + spec + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                        | spec
            {rules: [{host: 10.0.0.1}]}               | spec.rules[0].host
            {rules: [{host: 'a.*.b'}]}                | spec.rules[0].host
            {rules: [{host: A.example}]}              | spec.rules[0].host
            {rules: [{http: {paths: []}}]}            | spec.rules[0].http.paths
            {rules: [{host: a}], tls: [{hosts: ['*']}]} | spec.tls[0].hosts[0]
            """)
    void brokenIngressesAreLocated(String spec, String at) {
        assertThat(check(INGRESS + spec + "}")).extracting(Violation::path).containsExactly(at);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            path: /                                      | pathType
            path: /, pathType: Suffix                    | pathType
            path: a, pathType: Prefix                    | path
            path: a, pathType: ImplementationSpecific    | path
            pathType: Exact                              | path
            path: /a//b, pathType: Exact                 | path
            path: /a/../b, pathType: Prefix              | path
            path: /a/., pathType: Prefix                 | path
            path: /a%2fb, pathType: Prefix               | path
            """)
    void brokenPathsAreLocated(String path, String field) {
        assertThat(check(INGRESS + path(path) + "}"))
                .extracting(Violation::path)
                .containsExactly("spec.rules[0].http.paths[0]." + field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                    | ''
            {service: {name: s, port: {number: 80}}, resource: {kind: B, name: b}} | ''
            {service: {port: {number: 80}}}                                       | .service.name
            {service: {name: S, port: {number: 80}}}                              | .service.name
            {service: {name: s}}                                                  | .service.port
            {service: {name: s, port: {}}}                                        | .service.port
            {service: {name: s, port: {name: a, number: 1}}}                      | .service.port
            {service: {name: s, port: {number: 65536}}}                           | .service.port.number
            {service: {name: s, port: {name: '80'}}}                              | .service.port.name
            """)
    void brokenBackendsAreLocated(String backend, String field) {
        assertThat(check(INGRESS + backend(backend) + "}"))
                .extracting(Violation::path)
                .containsExactly("spec.rules[0].http.paths[0].backend" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ports: [{port: 80}]}",
                "{clusterIP: None}",
                "{type: ExternalName, externalName: a.example.}",
                "{ports: [{name: a, port: 80}, {name: b, port: 80, protocol: UDP}]}",
                "{ports: [{port: 80}, {port: 81}]}"
            })
    void soundServicesAreTaken(String spec) {
        assertThat(check(SERVICE + spec + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                              | spec.ports
            {ports: [{name: a, port: 80}, {name: a, port: 81}]} | spec.ports[1].name
            {ports: [{name: A, port: 80}]}                  | spec.ports[0].name
            {ports: [{name: a}]}                            | spec.ports[0].port
            {ports: [{port: 0}]}                            | spec.ports[0].port
            {ports: [{port: 80, protocol: HTTP}]}           | spec.ports[0].protocol
            {type: External, ports: [{port: 80}]}           | spec.type
            {type: ExternalName}                            | spec.externalName
            {type: ExternalName, externalName: a b}         | spec.externalName
            """)
    void brokenServicesAreLocated(String spec, String at) {
        assertThat(check(SERVICE + spec + "}")).extracting(Violation::path).containsExactly(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}], ports: [{port: 80}]",
                "addressType: IPv6, endpoints: [{addresses: ['fd00::1']}]",
                "addressType: FQDN, endpoints: [{addresses: [a.example]}]"
            })
    void soundSlicesAreTaken(String fields) {
        assertThat(check(SLICE + fields + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            endpoints: []                                                | addressType
            addressType: ipv4                                            | addressType
            addressType: IPv4, endpoints: [{addresses: []}]              | endpoints[0].addresses
            addressType: IPv4, endpoints: [{addresses: ['fd00::1']}]     | endpoints[0].addresses[0]
            addressType: IPv4, endpoints: [{addresses: ['1']}]           | endpoints[0].addresses[0]
            addressType: IPv6, endpoints: [{addresses: [10.0.0.1]}]      | endpoints[0].addresses[0]
            addressType: IPv4, ports: [{port: 70000}]                    | ports[0].port
            addressType: IPv4, ports: [{protocol: HTTP}]                 | ports[0].protocol
            """)
    void brokenSlicesAreLocated(String fields, String at) {
        assertThat(check(SLICE + fields + "}")).extracting(Violation::path).containsExactly(at);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {apiVersion: v1, kind: Namespace}                                                       | metadata.name
            {apiVersion: v1, kind: Namespace, metadata: {name: a.b}}                                | metadata.name
            {apiVersion: v1, kind: Secret, metadata: {name: A}}                                     | metadata.name
            {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: N}}                       | metadata.namespace
            {apiVersion: v1, kind: Service, metadata: {name: 1a}, spec: {ports: [{port: 80}]}}      | metadata.name
            {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: '%%%='}}                  | data[k]
            {apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/tls, data: {tls.crt: YQ==}} | data[tls.key]
            """)
    void otherBreachesAreLocated(String object, String at) {
        assertThat(check(object)).extracting(Violation::path).containsExactly(at);
    }
}
