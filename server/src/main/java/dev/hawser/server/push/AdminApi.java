package dev.hawser.server.push;

import java.io.IOException;

/** The Admin API of one gateway, as far as it is used. Calls block. */
interface AdminApi {

    /** The hash of a gateway that has no configuration. */
    String NO_CONFIGURATION = "0".repeat(32);

    /** What the gateway says about itself. */
    GatewayFacts facts() throws IOException, InterruptedException;

    /** The hash of what it serves; empty when it does not say. */
    String configurationHash() throws IOException, InterruptedException;

    /** Has a configuration served; failures are answers. */
    PushAnswer push(String json) throws InterruptedException;
}
