package dev.hawser.server.playground.node.app;

/** One header field as it is on the wire. */
record Header(String name, String value) {}
