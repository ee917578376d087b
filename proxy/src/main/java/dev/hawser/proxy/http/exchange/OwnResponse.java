package dev.hawser.proxy.http.exchange;

import static dev.hawser.proxy.http.codec.FieldName.ACCEPT;
import static dev.hawser.proxy.http.codec.FieldName.CONNECTION;
import static dev.hawser.proxy.http.codec.FieldName.CONTENT_LENGTH;
import static dev.hawser.proxy.http.codec.FieldName.CONTENT_TYPE;
import static dev.hawser.proxy.http.codec.FieldName.DATE;
import static dev.hawser.proxy.http.codec.FieldName.LOCATION;
import static dev.hawser.proxy.http.codec.FieldName.SERVER;
import static dev.hawser.proxy.http.codec.FieldName.UPGRADE;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_REQUEST_ID;
import static dev.hawser.proxy.http.codec.FieldName.X_KONG_RESPONSE_LATENCY;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MalformedMessage.Answer;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.ResponseHead;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response that no endpoint gave, written as Kong writes its own. */
final class OwnResponse {

    private final ClientConnection client;
    private final @Nullable ClientRequest request;
    private final String requestId;
    private final Answer answer;
    private final Fields fields = Fields.create();

    private OwnResponse(ClientConnection client, @Nullable ClientRequest request, String requestId, Answer answer) {
        this.client = client;
        this.request = request;
        this.requestId = requestId;
        this.answer = answer;
    }

    static OwnResponse to(ClientConnection client, ClientRequest request) {
        Answer answer = request.method().equals("HEAD") ? Answer.HEAD_ALONE : Answer.WITH_CONTENT;
        return new OwnResponse(client, request, request.requestId(), answer);
    }

    /** One to what could not be read. */
    static OwnResponse toRefused(ClientConnection client, Answer answer) {
        return new OwnResponse(client, null, RequestId.create().toString(), answer);
    }

    /** The id that it tells: the request's, or one made for what was no request. */
    String requestId() {
        return requestId;
    }

    /** Writes the response to a failure. */
    void writeFailure(FailureReply reply, long elapsedNanos, Persistence persistence) {
        if (reply.upgrade() != null) {
            fields.set(CONNECTION, "Upgrade").set(UPGRADE, reply.upgrade());
        }
        if (request != null && Grpc.isCall(request)) {
            // Trailers alone, as the protocol has it for calls that fail at once.
            fields.set(CONTENT_TYPE, Grpc.CONTENT_TYPE)
                    .set("grpc-status", Integer.toString(Grpc.status(reply.status())))
                    .set("grpc-message", reply.message());
            write(reply.status(), "", elapsedNanos, persistence);
            return;
        }
        List<String> accept = request == null ? List.of() : request.fields().all(ACCEPT);
        MediaType type = MediaType.choose(accept, reply.unasked());
        fields.set(CONTENT_TYPE, type.contentType());
        write(reply.status(), type.body(reply.message(), requestId), elapsedNanos, persistence);
    }

    /** Writes a response that sends the client to the same thing over TLS. */
    void writeRedirect(int status, ClientRequest from, long elapsedNanos, Persistence persistence) {
        fields.set(LOCATION, from.httpsLocation());
        write(status, "", elapsedNanos, persistence);
    }

    private void write(int status, String body, long elapsedNanos, Persistence persistence) {
        fields.set(DATE, client.worker().date().value());
        fields.set(SERVER, client.worker().serverToken().text());
        fields.set(CONTENT_LENGTH, Integer.toString(body.length()));
        fields.set(X_KONG_RESPONSE_LATENCY, ClientResponse.millis(elapsedNanos));
        fields.set(X_KONG_REQUEST_ID, requestId);
        if (persistence == Persistence.CLOSE && fields.contains(CONNECTION)) {
            fields.set(CONNECTION, "Upgrade, close");
        } else {
            persistence.mark(
                    fields,
                    request == null ? ProtocolVersion.HTTP_1_1 : request.head().version());
        }
        boolean withBody = !body.isEmpty() && answer == Answer.WITH_CONTENT;
        Framing framing = withBody ? new Framing.Length(body.length()) : Framing.NONE;
        client.write(
                new ResponseHead(status, ResponseHead.reasonOf(status), ProtocolVersion.HTTP_1_1, fields, framing));
        if (withBody) {
            client.bytes().sendingBody(body.length());
            client.write(ByteBufUtil.writeAscii(client.channel().alloc(), body));
        }
        client.write(MessageEnd.PLAIN);
        client.flush();
    }
}
