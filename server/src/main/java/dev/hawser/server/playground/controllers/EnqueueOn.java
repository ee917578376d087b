package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * Names every object that was added, changed or deleted; of a changed one the state before, too, since a change of
 * labels concerns those that selected it until then.
 */
record EnqueueOn<T>(Consumer<T> enqueue) implements ResourceEventHandler<T> {

    static <T> EnqueueOn<T> every(Consumer<T> enqueue) {
        return new EnqueueOn<>(enqueue);
    }

    @Override
    public void onAdd(T object) {
        enqueue.accept(object);
    }

    @Override
    public void onUpdate(T before, T now) {
        enqueue.accept(before);
        enqueue.accept(now);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        enqueue.accept(object);
    }
}
