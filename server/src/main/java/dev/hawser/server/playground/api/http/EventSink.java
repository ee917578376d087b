package dev.hawser.server.playground.api.http;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Where the events of a watch go. */
interface EventSink {

    /**
     * Sends events in order and waits until they are written, which is what slows a watch down to its client's pace.
     *
     * @throws IOException when the client is gone
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    void send(List<ObjectNode> events) throws IOException, InterruptedException;

    /** Ends the stream in good order. */
    void end();
}
