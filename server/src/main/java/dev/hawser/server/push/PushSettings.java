package dev.hawser.server.push;

import dev.hawser.kubernetes.NamespacedName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which gateways are pushed to, and how; fixed at start.
 *
 * @param gateways where they are
 * @param access how their Admin API is used
 * @param concurrency how many configurations are on their way at once; default 10
 * @param lookInterval how often a gateway is asked whether it still has its configuration; default 3 s
 * @param firstTries how often gateways at fixed addresses are asked for at start before that counts as failed; default 60
 * @param firstDelay how long between these; default 1 s
 */
public record PushSettings(
        Gateways gateways, Access access, int concurrency, Duration lookInterval, int firstTries, Duration firstDelay) {

    /** Where gateways are. */
    public sealed interface Gateways {

        /** At fixed addresses: the URLs of their Admin APIs. */
        record At(List<URI> urls) implements Gateways {

            public At {
                urls = List.copyOf(urls);
            }
        }

        /**
         * Behind the endpoints of a Service.
         *
         * @param ports the names of the ports that are Admin APIs; those with {@code tls} in their name are spoken to with TLS
         */
        record Behind(NamespacedName service, List<String> ports) implements Gateways {

            public Behind {
                ports = List.copyOf(ports);
            }
        }
    }

    /**
     * How an Admin API is used.
     *
     * @param tls how it proves who it is, and the controller who that is
     * @param token what authorizes
     * @param headers sent with every call
     * @param workspace the workspace that is configured; empty for none
     * @param timeout how long a call may take; default 30 s
     */
    public record Access(
            AdminTls tls, AdminToken token, Map<String, String> headers, String workspace, Duration timeout) {

        public Access {
            headers = Map.copyOf(headers);
        }

        /** Without the values of headers, which may be secret. */
        @Override
        public String toString() {
            return "Access[tls=" + tls + ", token=" + token + ", headers=" + headers.keySet() + ", workspace="
                    + workspace + ", timeout=" + timeout + "]";
        }
    }
}
