package dev.hawser.server.playground.node.app;

/** Answers requests; called from many threads at once, and may block. */
@FunctionalInterface
interface RequestHandler {

    AppResponse answer(AppRequest request) throws InterruptedException;
}
