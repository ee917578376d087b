package dev.hawser.verification.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and servers of grpc-java with a gateway between them: in clear, and with TLS on both sides. */
@ParameterizedClass
@ValueSource(strings = {"grpc", "grpcs"})
class GrpcIT {

    /** More than the windows of connections and streams hold, so that windows must be opened again on both sides. */
    private static final String LONG = "long message ".repeat(20_000);

    private final String protocol;

    @TempDir
    private Path folder;

    private @Nullable GrpcStage stage;

    GrpcIT(String protocol) {
        this.protocol = protocol;
    }

    private GrpcStage start(String policy) throws Exception {
        GrpcStage started = new GrpcStage(folder, protocol, policy);
        stage = started;
        return started;
    }

    @AfterEach
    void end() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    private static String call(Channel channel, MethodDescriptor<String, String> method, String message) {
        return ClientCalls.blockingUnaryCall(
                channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), message);
    }

    @Test
    void callsOfEveryKindAreAnswered() throws Exception {
        ManagedChannel client = start(GrpcManifests.BY_COOKIE).client();

        assertThat(call(client, Echo.SAY, "one")).isEqualTo("one");
        assertThat(call(client, Echo.SAY, "")).isEmpty();
        assertThat(call(client, Echo.SAY, LONG)).isEqualTo(LONG);

        List<String> counted = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(client, Echo.COUNT, CallOptions.DEFAULT, "1000")
                .forEachRemaining(counted::add);
        assertThat(counted)
                .isEqualTo(IntStream.rangeClosed(1, 1000)
                        .mapToObj(Integer::toString)
                        .toList());

        Heard collected = new Heard();
        StreamObserver<String> parts =
                ClientCalls.asyncClientStreamingCall(client.newCall(Echo.COLLECT, CallOptions.DEFAULT), collected);
        IntStream.range(0, 100).forEach(number -> parts.onNext(number + ","));
        parts.onCompleted();
        assertThat(collected.awaitAll())
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("0,1,2,").endsWith("98,99,"));
    }

    @Test
    void eachMessageOfAChatArrivesBeforeTheNextIsSent() throws Exception {
        ManagedChannel client = start(GrpcManifests.BY_COOKIE).client();
        Heard heard = new Heard();
        StreamObserver<String> say =
                ClientCalls.asyncBidiStreamingCall(client.newCall(Echo.CHAT, CallOptions.DEFAULT), heard);
        for (int i = 0; i < 100; i++) {
            say.onNext("message " + i);
            assertThat(heard.awaitNext()).isEqualTo("message " + i);
        }
        say.onNext(LONG);
        assertThat(heard.awaitNext()).isEqualTo(LONG);
        say.onCompleted();
        assertThat(heard.awaitAll()).hasSize(101);
    }

    @Test
    void statusesDescriptionsAndMetadataPassBothWays() throws Exception {
        ManagedChannel client = start(GrpcManifests.BY_COOKIE).client();
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> call(client, Echo.SAY, "fail"));
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.ABORTED);
        assertThat(failure.getStatus().getDescription()).isEqualTo("as you wish: ä");
        Metadata trailers = Objects.requireNonNull(failure.getTrailers());
        assertThat(trailers.get(EchoServer.REASON)).isEqualTo("asked for");
        assertThat(trailers.get(EchoServer.DETAIL)).containsExactly(0, 1, -1);

        Metadata request = new Metadata();
        request.put(EchoServer.ECHO, "there and back");
        AtomicReference<Metadata> head = new AtomicReference<>();
        Channel observed = ClientInterceptors.intercept(
                client,
                MetadataUtils.newAttachHeadersInterceptor(request),
                MetadataUtils.newCaptureMetadataInterceptor(head, new AtomicReference<>()));
        assertThat(call(observed, Echo.SAY, "x")).isEqualTo("x");
        assertThat(head.get().get(EchoServer.ECHO)).isEqualTo("there and back");

        MethodDescriptor<String, String> unknown = Echo.SAY.toBuilder()
                .setFullMethodName(Echo.SERVICE + "/Unknown")
                .build();
        assertThat(code(client, unknown, "x")).isEqualTo(Code.UNIMPLEMENTED);
        MethodDescriptor<String, String> nowhere =
                Echo.SAY.toBuilder().setFullMethodName("other.Service/Say").build();
        assertThat(code(client, nowhere, "x")).as("no route").isEqualTo(Code.NOT_FOUND);
    }

    private static Code code(Channel channel, MethodDescriptor<String, String> method, String message) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> call(channel, method, message))
                .getStatus()
                .getCode();
    }

    @Test
    void theEndOfADeadlineReachesTheServer() throws Exception {
        Sessions sessions = new Sessions();
        GrpcStage at = start(GrpcManifests.BY_COOKIE);
        Channel client = ClientInterceptors.intercept(at.client(), sessions);
        call(client, Echo.SAY, "which pod is it?");
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        client, Echo.SAY, CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS), "hang"));
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(at.server(sessions.pods().getFirst()).awaitCancelled()).isEqualTo("hang");
    }

    @Test
    void aCallThatIsCancelledIsCancelledAtTheServer() throws Exception {
        Sessions sessions = new Sessions();
        GrpcStage at = start(GrpcManifests.BY_COOKIE);
        Channel client = ClientInterceptors.intercept(at.client(), sessions);
        Heard heard = new Heard();
        ClientCallStreamObserver<String> say = (ClientCallStreamObserver<String>)
                ClientCalls.asyncBidiStreamingCall(client.newCall(Echo.CHAT, CallOptions.DEFAULT), heard);
        say.onNext("hello");
        assertThat(heard.awaitNext()).isEqualTo("hello");
        say.cancel("changed my mind", null);
        assertThat(at.server(sessions.pods().getFirst()).awaitCancelled()).isEqualTo("chat");
        assertThat(heard.all()).isCompletedExceptionally();
        assertThat(Status.fromThrowable(heard.all().exceptionNow()).getCode()).isEqualTo(Code.CANCELLED);
        assertThat(call(client, Echo.SAY, "the connection is still good")).isNotEmpty();
    }

    @Test
    void aCookieKeepsASessionAtItsPod() throws Exception {
        GrpcStage at = start(GrpcManifests.BY_COOKIE);
        Set<String> pods = new HashSet<>();
        for (int i = 0; i < 2 * at.size(); i++) {
            Sessions sessions = new Sessions();
            ManagedChannel own = at.client();
            Channel client = ClientInterceptors.intercept(own, sessions);
            for (int n = 0; n < 20; n++) {
                call(client, Echo.SAY, "n");
            }
            assertThat(sessions.set())
                    .singleElement()
                    .satisfies(cookie ->
                            assertThat(cookie).startsWith("session-id=").contains("; HttpOnly; SameSite=Lax"));
            assertThat(new HashSet<>(sessions.pods())).hasSize(1);
            pods.addAll(sessions.pods());
        }
        assertThat(pods).as("pods that got sessions").hasSize(at.size());
    }

    @Test
    void aMetadataValueKeepsASessionAtItsPod() throws Exception {
        GrpcStage at = start(GrpcManifests.BY_HEADER);
        Set<String> pods = new HashSet<>();
        for (int user = 0; user < 30; user++) {
            Metadata metadata = new Metadata();
            metadata.put(EchoServer.key("x-user"), "user-" + user);
            Sessions sessions = new Sessions();
            Channel client = ClientInterceptors.intercept(
                    at.client(), sessions, MetadataUtils.newAttachHeadersInterceptor(metadata));
            for (int n = 0; n < 5; n++) {
                call(client, Echo.SAY, "n");
            }
            assertThat(new HashSet<>(sessions.pods()))
                    .as("pods of user %s", user)
                    .hasSize(1);
            assertThat(sessions.set()).isEmpty();
            pods.addAll(sessions.pods());
        }
        assertThat(pods).as("pods that got users").hasSize(at.size());
    }
}
