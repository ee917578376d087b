package dev.hawser.server.push;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure at start that what the addresses lead to are gateways that can be configured. */
public final class FirstContact {

    private static final Logger log = LoggerFactory.getLogger(FirstContact.class);

    private FirstContact() {}

    /** Whether to go on after a pause. */
    @FunctionalInterface
    public interface Pause {

        /** Waits; false when there is nothing more to wait for. */
        boolean goOnAfter(Duration duration);
    }

    /**
     * Asks for gateways until one of them answers.
     *
     * @throws IOException when none did, however often they were asked; its message names the addresses and what happened
     * @throws IncompatibleGatewayException when one that answers cannot be configured
     */
    public static void await(GatewayFleet fleet, List<URI> gateways, PushSettings settings, Pause pause)
            throws IOException, IncompatibleGatewayException, InterruptedException {
        await(fleet.apis(gateways), gateways, settings, pause);
    }

    static void await(List<AdminApi> apis, List<URI> gateways, PushSettings settings, Pause pause)
            throws IOException, IncompatibleGatewayException, InterruptedException {
        String reason = "";
        for (int attempt = 1; attempt <= settings.firstTries(); attempt++) {
            for (int i = 0; i < apis.size(); i++) {
                try {
                    apis.get(i).facts().checked();
                    return;
                } catch (IOException e) {
                    reason = gateways.get(i) + ": " + e.getMessage();
                } catch (IncompatibleGatewayException e) {
                    throw new IncompatibleGatewayException(gateways.get(i) + ": " + e.getMessage());
                }
            }
            log.atInfo()
                    .addKeyValue("reason", reason)
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("attempts", settings.firstTries())
                    .log("Waiting for a gateway");
            if (attempt < settings.firstTries() && !pause.goOnAfter(settings.firstDelay())) {
                return;
            }
        }
        throw new IOException(reason + " (expected: the Admin API of a gateway)");
    }
}
