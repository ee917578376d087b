package dev.hawser.server.playground.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What a failed call of the Kubernetes API means (Kubernetes API conventions, "HTTP status codes"). */
public final class ApiFailure {

    private ApiFailure() {}

    /** The object changed since it was read, or exists already, or is no longer the one meant by the precondition. */
    public static boolean isConflict(Throwable failure) {
        return failure instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    public static boolean isNotFound(Throwable failure) {
        return failure instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }
}
