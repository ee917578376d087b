package dev.hawser.verification.http2;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The service of {@link Echo}, which names itself and tells back the metadata {@code x-echo} with every call. */
final class EchoServer implements AutoCloseable {

    static final Metadata.Key<String> POD = key("x-pod");
    static final Metadata.Key<String> ECHO = key("x-echo");
    static final Metadata.Key<String> REASON = key("x-reason");
    static final Metadata.Key<byte[]> DETAIL = Metadata.Key.of("x-detail-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Server server;

    /** What clients cancelled, in the order in which the server heard of it. */
    private final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

    private EchoServer(String name, ServerCredentials credentials) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                .addService(ServerInterceptors.intercept(definition(), new Identity(name)))
                .build()
                .start();
    }

    static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    static EchoServer start(String name, ServerCredentials credentials) {
        try {
            return new EchoServer(name, credentials);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(Echo.SERVICE)
                .addMethod(Echo.SAY, ServerCalls.asyncUnaryCall(this::say))
                .addMethod(Echo.COLLECT, ServerCalls.asyncClientStreamingCall(EchoServer::collect))
                .addMethod(Echo.COUNT, ServerCalls.asyncServerStreamingCall(EchoServer::count))
                .addMethod(Echo.CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
                .build();
    }

    private void say(String message, StreamObserver<String> answer) {
        switch (message) {
            case "fail" -> {
                Metadata trailers = new Metadata();
                trailers.put(REASON, "asked for");
                trailers.put(DETAIL, new byte[] {0, 1, -1});
                answer.onError(Status.ABORTED.withDescription("as you wish: ä").asRuntimeException(trailers));
            }
            case "hang" -> onCancel(answer, message);
            default -> {
                answer.onNext(message);
                answer.onCompleted();
            }
        }
    }

    private void onCancel(StreamObserver<String> answer, String what) {
        ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(() -> cancelled.add(what));
    }

    private static StreamObserver<String> collect(StreamObserver<String> answer) {
        List<String> messages = new ArrayList<>();
        return new Messages(answer, messages::add, () -> {
            answer.onNext(String.join("", messages));
            answer.onCompleted();
        });
    }

    private static void count(String to, StreamObserver<String> answer) {
        IntStream.rangeClosed(1, Integer.parseInt(to)).forEach(number -> answer.onNext(Integer.toString(number)));
        answer.onCompleted();
    }

    private StreamObserver<String> chat(StreamObserver<String> answer) {
        onCancel(answer, "chat");
        return new Messages(answer, answer::onNext, answer::onCompleted);
    }

    /** What becomes of a client's messages. */
    private record Messages(StreamObserver<String> answer, Consumer<String> each, Runnable end)
            implements StreamObserver<String> {

        @Override
        public void onNext(String message) {
            each.accept(message);
        }

        @Override
        public void onError(Throwable t) {
            // The client has gone; the handler of cancellations has told of it.
        }

        @Override
        public void onCompleted() {
            end.run();
        }
    }

    private record Identity(String name) implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendHeaders(Metadata response) {
                            response.put(POD, name);
                            String echo = request.get(ECHO);
                            if (echo != null) {
                                response.put(ECHO, echo);
                            }
                            super.sendHeaders(response);
                        }
                    },
                    request);
        }
    }

    /** Says GOAWAY and takes no connection any more; calls under way go on. */
    void leave() {
        server.shutdown();
    }

    int port() {
        return server.getPort();
    }

    /** The next call that was cancelled; waits for it. */
    String awaitCancelled() throws InterruptedException {
        String what = cancelled.poll(20, TimeUnit.SECONDS);
        if (what == null) {
            throw new AssertionError("no call was cancelled within 20 s");
        }
        return what;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
