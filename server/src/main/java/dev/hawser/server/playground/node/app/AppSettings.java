package dev.hawser.server.playground.node.app;

/**
 * What the application tells about the pod it runs in.
 *
 * @param image the container's
 * @param sessionCookie the name of the gateway's session cookie; {@value #DEFAULT_SESSION_COOKIE} in the guide
 */
public record AppSettings(String pod, String namespace, String node, String image, String sessionCookie) {

    public static final String DEFAULT_SESSION_COOKIE = "session-id";
}
