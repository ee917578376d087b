package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Sees every state of objects in the order in which a watch reports them. */
record Observer<T>(Sight<T> sight) implements ResourceEventHandler<T> {

    @FunctionalInterface
    interface Sight<T> {

        /** One state; when the object is deleted, the last one it had. */
        void of(T object, boolean deleted);
    }

    @Override
    public void onAdd(T object) {
        sight.of(object, false);
    }

    @Override
    public void onUpdate(T before, T now) {
        sight.of(now, false);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        sight.of(object, true);
    }
}
