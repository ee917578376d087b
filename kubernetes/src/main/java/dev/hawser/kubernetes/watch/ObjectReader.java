package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.watch.http.ApiClient;
import dev.hawser.kubernetes.watch.http.ApiFailure;
import dev.hawser.kubernetes.watch.http.EventStream;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Lists and watches the objects of one source. */
final class ObjectReader {

    /** How many objects are asked for at once. */
    private static final int PAGE = 500;

    private final Source source;
    private final String path;
    private final ApiClient api;
    private final ObjectDecoder decoder;

    /** @param selection which of the source's objects */
    ObjectReader(Source source, WatchSelection selection, ApiClient api, ObjectDecoder decoder) {
        this.source = source;
        this.path = source.path(selection);
        this.api = api;
        this.decoder = decoder;
    }

    /**
     * All objects, page by page.
     *
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">
     *     Kubernetes API concepts, retrieving large results sets in chunks</a>
     */
    Listing list() throws ApiFailure, InterruptedException {
        try {
            return list("limit=" + PAGE);
        } catch (ApiFailure e) {
            if (e.reason() != ApiFailure.Reason.GONE) {
                throw e;
            }
            // The pages took too long, so the version they are of is forgotten: all at once cannot be too late.
            return list("");
        }
    }

    private Listing list(String limit) throws ApiFailure, InterruptedException {
        Map<ObjectKey, HasMetadata> objects = new HashMap<>();
        Set<ObjectKey> unreadable = new HashSet<>();
        String next = "";
        JsonNode page;
        do {
            page = api.get(path + limit + next);
            if (!page.path("items").isArray() && !page.path("items").isNull()) {
                throw ApiFailure.of(ApiFailure.Reason.MALFORMED, "the answer is no list of objects (expected: items)");
            }
            for (JsonNode item : page.path("items")) {
                Optional<HasMetadata> object = decoder.decode(item);
                object.ifPresentOrElse(
                        known -> objects.put(decoder.keyOf(item), known), () -> unreadable.add(decoder.keyOf(item)));
            }
            next = "&continue="
                    + URLEncoder.encode(page.path("metadata").path("continue").asString(""), StandardCharsets.UTF_8);
        } while (!page.path("metadata").path("continue").asString("").isEmpty());
        return new Listing(objects, unreadable, ObjectDecoder.versionOf(page));
    }

    /**
     * Watches from a version on.
     *
     * @param length after which the server is asked to end the watch
     */
    EventStream watch(String version, Duration length) throws ApiFailure, InterruptedException {
        return api.watch(
                path + "watch=1&allowWatchBookmarks=true&timeoutSeconds=" + Math.max(1, length.toSeconds())
                        + "&resourceVersion=" + URLEncoder.encode(version, StandardCharsets.UTF_8),
                length);
    }

    /**
     * Whether the API server knows the kind. It says "not found" also for other reasons (a proxy in between, a server
     * that is only starting), and nobody's configuration must be lost by those.
     *
     * @return whether its discovery documents can be read, and do not name the kind
     */
    boolean isAbsent() throws InterruptedException {
        if (source.group().isEmpty()) {
            return false;
        }
        try {
            JsonNode version = api.get(source.versionPath());
            for (JsonNode resource : version.path("resources")) {
                if (resource.path("name").asString("").equals(source.plural())) {
                    return false;
                }
            }
            return version.path("resources").isArray();
        } catch (ApiFailure e) {
            return e.reason() == ApiFailure.Reason.NOT_FOUND && isGroupListReadable();
        }
    }

    private boolean isGroupListReadable() throws InterruptedException {
        try {
            return api.get("/apis").path("groups").isArray();
        } catch (ApiFailure e) {
            return false;
        }
    }
}
