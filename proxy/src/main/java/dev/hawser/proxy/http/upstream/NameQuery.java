package dev.hawser.proxy.http.upstream;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;

/** Asks name servers, without blocking. Belongs to one event loop. */
public interface NameQuery extends AutoCloseable {

    /**
     * What was answered.
     *
     * @param addresses the addresses of the name; none when there is no such name, or it has none
     * @param ttlSeconds how long the answer holds
     */
    record Answer(List<InetAddress> addresses, long ttlSeconds) {

        public Answer {
            addresses = List.copyOf(addresses);
        }
    }

    /** The answer, told on the loop; a failure when none came, or one that says nothing of the name. */
    Future<Answer> ask(String name);

    @Override
    void close();
}
