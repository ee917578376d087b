package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.ApiFailure;

/**
 * Where a watch begins. Source: Kubernetes' "API Concepts", sections "Efficient detection of changes" and "Streaming
 * lists".
 */
sealed interface WatchStart {

    /** With the objects there are, as additions, and then what changes. */
    record Present(EndOfPresent end) implements WatchStart {}

    /** With the changes after a version. */
    record After(long version) implements WatchStart {}

    /** Whether a bookmark says where the present ends. */
    enum EndOfPresent {
        MARKED,
        UNMARKED
    }

    /**
     * Reads the parameters of a watch.
     *
     * @throws ApiFailure 400 when the version is no number; 422 when the parameters do not go together
     */
    static WatchStart of(ApiRequest request) {
        boolean isStreamingList = request.isSet("sendInitialEvents");
        if (isStreamingList && !request.parameter("resourceVersionMatch").equals("NotOlderThan")) {
            throw ApiFailure.unprocessable("ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                    + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        String version = request.parameter("resourceVersion");
        if (isStreamingList) {
            return new Present(request.isSet("allowWatchBookmarks") ? EndOfPresent.MARKED : EndOfPresent.UNMARKED);
        }
        if (version.isEmpty() || version.equals("0")) {
            return new Present(EndOfPresent.UNMARKED);
        }
        try {
            return new After(Long.parseLong(version));
        } catch (NumberFormatException e) {
            throw ApiFailure.badRequest("resourceVersion: %s (expected: a version from a list)".formatted(version));
        }
    }
}
