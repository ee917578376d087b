package dev.hawser.server.push;

/**
 * What a gateway says about itself. Empty texts are facts that it leaves out.
 *
 * @param version Kong's, or the one whose API it speaks
 * @param database {@code off} when it has none
 * @param routerFlavor how it orders routes
 */
record GatewayFacts(String version, String database, String routerFlavor) {

    /** The flavour that the configuration is written for. */
    static final String ROUTER_FLAVOR = "traditional_compatible";

    /**
     * The version of a gateway that can be told a whole configuration.
     *
     * @throws IncompatibleGatewayException when it cannot
     */
    GatewayVersion checked() throws IncompatibleGatewayException {
        if (!database.equals("off")) {
            throw new IncompatibleGatewayException("configuration.database: " + (database.isEmpty() ? "none" : database)
                    + " (expected: off, since only a gateway without a database takes a whole configuration)");
        }
        GatewayVersion parsed = GatewayVersion.parse(version)
                .orElseThrow(() -> new IncompatibleGatewayException(
                        "version: " + version + " (expected: " + GatewayVersion.OLDEST + " or newer)"));
        if (parsed.isBefore(GatewayVersion.OLDEST)) {
            throw new IncompatibleGatewayException(
                    "version: " + version + " (expected: " + GatewayVersion.OLDEST + " or newer)");
        }
        return parsed;
    }
}
