package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.RequestTarget;
import dev.hawser.proxy.http.connection.ByteCount;
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
    private final @Nullable UpgradeOffer upgrade;
    private @Nullable RouteMatch match;
    /** Found when somebody asks first. */
    private @Nullable String clientAddress;

    ClientRequest(RequestHead head, ClientConnection connection) {
        this.head = head;
        this.connection = connection;
        this.target = RequestTarget.parse(head.target());
        this.path = target.path().equals("*") ? "*" : PathNormalizer.normalize(target.path());
        this.host = hostOf(head, target);
        this.upgrade = UpgradeOffer.of(head);
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
        return connection.peer().localPortText();
    }

    /** Whether the client is one whose forwarded fields are believed. */
    boolean trusted() {
        return connection.peer().trusted();
    }

    /** What counts the octets of its connection. */
    ByteCount bytes() {
        return connection.bytes();
    }

    /** When its connection was accepted, a {@link System#nanoTime()}. */
    long acceptedNanos() {
        return connection.acceptedNanos();
    }

    /** The address of the client's end of the connection, whoever it says it forwards for. */
    String peerAddress() {
        return connection.peer().addressText();
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

    /** The other protocols that it offers to go on with; {@code null} when there are none. */
    @Nullable
    UpgradeOffer upgrade() {
        return upgrade;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public boolean secure() {
        return connection.peer().secure();
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int localPort() {
        return connection.peer().localPort();
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
    public @Nullable String header(String name, int index) {
        return head.fields().value(name, index);
    }

    @Override
    public @Nullable String sni() {
        return connection.peer().sni();
    }

    @Override
    public String clientAddress() {
        String address = clientAddress;
        if (address == null) {
            address = connection.peer().clientAddress(fields());
            clientAddress = address;
        }
        return address;
    }

    @Override
    public @Nullable String pathCapture(String group) {
        return match == null ? null : match.capture(group);
    }
}
