package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.view.Discovery;
import dev.hawser.server.playground.api.view.OpenApi;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers requests for what is not an object: health, version, discovery and OpenAPI documents. */
final class DocumentEndpoint {

    private static final int OK = 200;
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    // Clients ask for spec.v2@v1.0, which is no media type by its syntax; the answer has to be one.
    private static final String SWAGGER_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static final Pattern GROUP = Pattern.compile("/apis/([^/]+)");
    private static final Pattern GROUP_VERSION = Pattern.compile("/apis/([^/]+)/([^/]+)|/api/([^/]+)");
    private static final String OPENAPI = "/openapi/v3/";

    private DocumentEndpoint() {}

    /** Empty when the path names no document. */
    static Optional<ApiResponse> find(ApiRequest request) {
        String path = request.path().length() > 1 && request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        ApiResponse document = switch (path) {
            case "/healthz", "/livez", "/readyz" -> ApiResponse.text("ok");
            case "/version" -> ApiResponse.json(OK, Discovery.version());
            case "/api" ->
                wantsAggregated(request)
                        ? aggregated(Discovery.GroupKind.CORE)
                        : ApiResponse.json(OK, Discovery.coreVersions());
            case "/apis" ->
                wantsAggregated(request)
                        ? aggregated(Discovery.GroupKind.NAMED)
                        : ApiResponse.json(OK, Discovery.groups());
            case "/openapi/v2" -> swagger(request);
            case "/openapi/v3" -> ApiResponse.json(OK, OpenApi.index());
            default -> null;
        };
        return document == null ? findByPattern(path) : Optional.of(document);
    }

    private static Optional<ApiResponse> findByPattern(String path) {
        if (path.startsWith(OPENAPI)) {
            return Optional.of(ApiResponse.json(OK, OpenApi.document(path.substring(OPENAPI.length()))));
        }
        Matcher version = GROUP_VERSION.matcher(path);
        if (version.matches()) {
            return Optional.of(ApiResponse.json(
                    OK,
                    version.group(3) == null
                            ? Discovery.resources(version.group(1), version.group(2))
                            : Discovery.resources("", version.group(3))));
        }
        Matcher group = GROUP.matcher(path);
        return group.matches() ? Optional.of(ApiResponse.json(OK, Discovery.group(group.group(1)))) : Optional.empty();
    }

    private static boolean wantsAggregated(ApiRequest request) {
        return request.accept().replace(" ", "").contains(AGGREGATED);
    }

    private static ApiResponse aggregated(Discovery.GroupKind which) {
        return new ApiResponse.Document(
                OK,
                AGGREGATED,
                ApiResponse.json(OK, Discovery.aggregated(which)).body());
    }

    private static ApiResponse swagger(ApiRequest request) {
        return request.accept().contains("protobuf")
                ? new ApiResponse.Document(OK, SWAGGER_PROTOBUF, ByteBuffer.wrap(OpenApi.swaggerProtobuf()))
                : ApiResponse.json(OK, OpenApi.swagger());
    }
}
