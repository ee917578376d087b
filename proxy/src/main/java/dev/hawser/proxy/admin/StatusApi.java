package dev.hawser.proxy.admin;

import dev.hawser.proxy.metrics.MetricSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * The status API, for probes and monitoring: what may be seen from outside the machine. {@code /metrics} is there, as with
 * Kong's prometheus plugin switched on. Any thread.
 */
public final class StatusApi {

    private final NodeStatus status;
    private final List<MetricSource> metrics;

    /** @param metrics what {@code /metrics} shows, in this order */
    public StatusApi(NodeStatus status, List<MetricSource> metrics) {
        this.status = status;
        this.metrics = List.copyOf(metrics);
    }

    /**
     * Starts to serve.
     *
     * @param address where to listen; Kong's default is {@code 0.0.0.0:8100}
     * @throws IOException when the address cannot be listened on
     */
    public AdminServer serve(InetSocketAddress address) throws IOException {
        return AdminServer.start(address, this::answer);
    }

    AdminResponse answer(AdminRequest request) {
        Supplier<AdminResponse> answer = switch (String.join("/", request.path())) {
            case "status" -> status::status;
            case "status/ready" -> status::ready;
            case "metrics" -> this::scrape;
            default -> null;
        };
        if (answer == null) {
            return AdminResponse.notFound();
        }
        return request.reads() ? answer.get() : AdminResponse.methodNotAllowed();
    }

    private AdminResponse scrape() {
        return AdminResponse.metrics(metrics);
    }
}
