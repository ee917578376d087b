package dev.hawser.proxy.admin;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The status API, for probes: what may be seen from outside the machine. Any thread. */
public final class StatusApi {

    private final NodeStatus status;

    public StatusApi(NodeStatus status) {
        this.status = status;
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
        String path = String.join("/", request.path());
        if (!path.equals("status") && !path.equals("status/ready")) {
            return AdminResponse.notFound();
        }
        if (!request.reads()) {
            return AdminResponse.methodNotAllowed();
        }
        return path.equals("status") ? status.status() : status.ready();
    }
}
