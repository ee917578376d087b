package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.RequestTarget;
import dev.hawser.proxy.routing.PathNormalizer;
import dev.hawser.proxy.routing.RouteMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it came from a client. */
final class ClientRequest implements RequestView {

    private final RequestHead head;
    private final ClientConnection connection;
    private final RequestTarget target;
    private final String path;
    private final String host;
    private final RequestId id = RequestId.create();
    private @Nullable RouteMatch match;

    ClientRequest(RequestHead head, ClientConnection connection) {
        this.head = head;
        this.connection = connection;
        this.target = RequestTarget.parse(head.target());
        this.path = target.path().equals("*") ? "*" : PathNormalizer.normalize(target.path());
        this.host = hostOf(head, target);
    }

    /** RFC 9112 section 3.2.2: the authority of an absolute-form target goes before Host. */
    private static String hostOf(RequestHead head, RequestTarget target) {
        if (target.authority() != null) {
            return target.authority();
        }
        String host = head.fields().first(FieldName.HOST);
        return host == null ? "" : host;
    }

    /** A route was found. */
    void routed(RouteMatch to) {
        match = to;
    }

    RequestHead head() {
        return head;
    }

    Fields fields() {
        return head.fields();
    }

    /** Whether its target is an absolute URI. */
    boolean absolute() {
        return target.authority() != null;
    }

    /** The path as the client sent it. */
    String rawPath() {
        return target.path();
    }

    /** What no other request has. */
    RequestId id() {
        return id;
    }

    /** The id as text: 32 lower-case hexadecimal digits. */
    String requestId() {
        return id.toString();
    }

    /** The port of the gateway that the client connected to. */
    String localPortText() {
        return connection.localPortText();
    }

    /** Whether the client is one whose forwarded fields are believed. */
    boolean trusted() {
        return connection.trusted();
    }

    /** The address of the client's end of the connection, whoever it says it forwards for. */
    String peerAddress() {
        return connection.peerAddress();
    }

    /** Whether the request reached the first proxy over TLS, as far as that is known. */
    boolean forwardedSecure() {
        return secure() || (trusted() && "https".equalsIgnoreCase(fields().first(FieldName.X_FORWARDED_PROTO)));
    }

    /** Where the same thing is to be found over TLS, at the standard port. */
    String httpsLocation() {
        String location = "https://" + Authority.hostOf(host) + target.path();
        return target.query() == null ? location : location + "?" + target.query();
    }

    /** Whether it may be sent twice with the effect of once (RFC 9110 section 9.2.2). */
    boolean idempotent() {
        return switch (head.method()) {
            case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> true;
            default -> false;
        };
    }

    /** Whether it asks to go on as WebSocket (RFC 6455 section 4.1), the one protocol that is passed through. */
    boolean asksForWebSocket() {
        return head.version() == ProtocolVersion.HTTP_1_1
                && head.framing() instanceof Framing.None
                && fields().containsMember(FieldName.CONNECTION, "upgrade")
                && "websocket".equalsIgnoreCase(fields().first(FieldName.UPGRADE));
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public boolean secure() {
        return connection.secure();
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int localPort() {
        return connection.localPort();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return target.query();
    }

    @Override
    public List<String> headers(String name) {
        return head.fields().all(name);
    }

    @Override
    public @Nullable String sni() {
        return connection.sni();
    }

    @Override
    public String clientAddress() {
        if (trusted()) {
            String told = fields().first(FieldName.X_REAL_IP);
            String canonical = told == null ? null : ClientAddress.canonical(told);
            if (canonical != null) {
                return canonical;
            }
        }
        return peerAddress();
    }

    @Override
    public @Nullable String pathCapture(String group) {
        return match == null ? null : match.capture(group);
    }
}
