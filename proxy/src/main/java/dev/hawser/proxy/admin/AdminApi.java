package dev.hawser.proxy.admin;

import com.sun.net.httpserver.Headers;
import dev.hawser.proxy.metrics.MetricSource;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kong's Admin API of a gateway without a database: everything can be looked at, and the configuration replaced as a
 * whole, but single entities cannot be written. Any thread.
 */
public final class AdminApi {

    /** The longest configuration that is taken. */
    static final int MAX_CONFIG_BYTES = 256 << 20;

    private final NodeStatus status;
    private final ConfigUpload upload;
    private final HealthApi health;
    private final List<MetricSource> metrics;

    /**
     * @param status of the same configuration
     * @param metrics what {@code /metrics} shows, in this order
     */
    public AdminApi(ActiveConfiguration active, NodeStatus status, List<MetricSource> metrics) {
        this.status = status;
        this.metrics = List.copyOf(metrics);
        this.upload = new ConfigUpload(active, status);
        this.health = new HealthApi(active, status);
    }

    /**
     * Starts to serve. The API lets anybody who reaches it replace the configuration, so it belongs on loopback.
     *
     * @param address where to listen; Kong's default is {@code 127.0.0.1:8001}
     * @throws IOException when the address cannot be listened on
     */
    public AdminServer serve(InetSocketAddress address) throws IOException {
        return AdminServer.start(address, new AdminServer.Api() {
            @Override
            public AdminResponse answer(AdminRequest request) {
                return AdminApi.this.answer(request);
            }

            @Override
            public int bodyLimit(AdminRequest request) {
                return isUpload(request) ? MAX_CONFIG_BYTES : 0;
            }

            @Override
            public @Nullable AdminResponse refusal(String method, Headers headers, InetAddress listening) {
                return AdminAccess.refusal(method, headers, listening);
            }
        });
    }

    private static boolean isUpload(AdminRequest request) {
        return request.method().equals("POST") && request.path().equals(List.of("config"));
    }

    AdminResponse answer(AdminRequest request) {
        List<String> path = request.path();
        String first = path.isEmpty() ? "" : path.getFirst();
        if (path.size() < 2 && (first.isEmpty() || first.equals("status") || first.equals("metrics"))) {
            return request.reads() ? node(first) : AdminResponse.methodNotAllowed();
        }
        if (path.size() == 1 && first.equals("config")) {
            return config(request);
        }
        if (!EntityLists.knows(first)) {
            return AdminResponse.notFound();
        }
        if (HealthApi.setsHealth(path)) {
            return request.method().equals("PUT") ? setHealth(path) : AdminResponse.methodNotAllowed();
        }
        return request.reads() ? entities(request) : refuseWrite(request, path);
    }

    private AdminResponse node(String what) {
        return switch (what) {
            case "status" -> status.status();
            case "metrics" -> AdminResponse.metrics(metrics);
            default -> status.root();
        };
    }

    private AdminResponse config(AdminRequest request) {
        if (request.reads()) {
            return AdminResponse.ok(JsonNodeFactory.instance
                    .objectNode()
                    .put("config", status.document().yaml()));
        }
        return isUpload(request) ? upload.answer(request) : AdminResponse.methodNotAllowed();
    }

    private AdminResponse setHealth(List<String> path) {
        List<ObjectNode> upstreams = new EntityLists(status.document().tree()).all("upstreams");
        return called(path.get(1), upstreams)
                .map(upstream -> health.set(path, upstream))
                .orElseGet(AdminResponse::notFound);
    }

    private AdminResponse entities(AdminRequest request) {
        List<String> path = request.path();
        EntityLists lists = new EntityLists(status.document().tree());
        List<ObjectNode> members = lists.all(path.getFirst());
        if (path.size() == 1) {
            return AdminResponse.ok(EntityLists.page(members));
        }
        Optional<ObjectNode> found = called(path.get(1), members);
        if (found.isEmpty() || path.size() > 3) {
            return AdminResponse.notFound();
        }
        ObjectNode member = found.get();
        if (path.size() == 2) {
            return AdminResponse.ok(member);
        }
        String nested = path.get(2);
        if (path.getFirst().equals("upstreams") && nested.equals("health")) {
            return health.show(request, member);
        }
        return EntityLists.knows(path.getFirst(), nested)
                ? AdminResponse.ok(EntityLists.page(lists.of(member, nested)))
                : AdminResponse.notFound();
    }

    private static Optional<ObjectNode> called(String idOrName, List<ObjectNode> members) {
        return members.stream()
                .filter(member -> member.path("id").asString("").equals(idOrName)
                        || member.path("name").asString("").equals(idOrName))
                .findFirst();
    }

    private static AdminResponse refuseWrite(AdminRequest request, List<String> path) {
        String collection =
                path.size() > 2 && EntityLists.knows(path.getFirst(), path.get(2)) ? path.get(2) : path.getFirst();
        String verb = switch (request.method()) {
            case "POST", "PUT", "PATCH" -> "create or update";
            case "DELETE" -> "delete";
            default -> "";
        };
        return verb.isEmpty()
                ? AdminResponse.methodNotAllowed()
                : AdminResponse.message(
                        405,
                        "cannot " + verb + " '" + collection.replace('-', '_')
                                + "' entities when not using a database");
    }
}
