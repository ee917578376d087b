package dev.hawser.server;

import dev.hawser.server.command.HawserCommand;

/** The entry point of {@code hawser}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(HawserCommand.execute(args));
    }
}
