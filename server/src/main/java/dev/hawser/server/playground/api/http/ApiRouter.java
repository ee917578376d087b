package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.protobuf.ProtobufObjects;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.verb.Resources;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the answer to a request. Any thread may ask; an answer is always given. */
public final class ApiRouter {

    private static final Logger log = LoggerFactory.getLogger(ApiRouter.class);

    private final ResourceEndpoint resourceEndpoint;

    public ApiRouter(Resources resources, ResourceStore store, Clock clock) {
        this.resourceEndpoint = new ResourceEndpoint(resources, store, ProtobufObjects.load(), clock);
    }

    ApiResponse handle(ApiRequest request) {
        try {
            Optional<ApiResponse> document =
                    request.method().equals("GET") ? DocumentEndpoint.find(request) : Optional.empty();
            return document.orElseGet(() -> resourceEndpoint.handle(request));
        } catch (ApiFailure e) {
            log.atDebug()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .addKeyValue("code", e.code())
                    .log("API request was turned down");
            return ApiResponse.json(e.code(), e.status());
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .setCause(e)
                    .log("API request failed");
            ApiFailure failure = ApiFailure.internal(e.getClass().getSimpleName());
            return ApiResponse.json(failure.code(), failure.status());
        }
    }
}
