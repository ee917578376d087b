package dev.hawser.verification.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a server said in a call, collected until it has said everything. */
final class Heard implements StreamObserver<String> {

    private final List<String> messages = new ArrayList<>();
    private final CompletableFuture<List<String>> all = new CompletableFuture<>();
    private final BlockingQueue<String> next = new LinkedBlockingQueue<>();

    @Override
    public void onNext(String message) {
        messages.add(message);
        next.add(message);
    }

    @Override
    public void onError(Throwable t) {
        all.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {
        all.complete(messages);
    }

    /** Fails as the call fails. */
    CompletableFuture<List<String>> all() {
        return all;
    }

    String awaitNext() throws InterruptedException {
        String message = next.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message == null ? "" : message;
    }

    List<String> awaitAll() throws Exception {
        return all.get(20, TimeUnit.SECONDS);
    }
}
