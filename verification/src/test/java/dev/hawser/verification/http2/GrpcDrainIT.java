package dev.hawser.verification.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long call to a pod that ends: it goes on until its own end, with drain support. */
class GrpcDrainIT {

    /** A change of the manifests is live within seconds; how many times it is asked for. */
    private static final int ASKED = 2000;

    @TempDir
    private Path folder;

    private static String say(Channel client, String message) {
        return ClientCalls.blockingUnaryCall(
                client, Echo.SAY, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), message);
    }

    /** The pod of a new session. */
    private static String newSession(Channel client) {
        Sessions sessions = new Sessions();
        say(ClientInterceptors.intercept(client, sessions), "new");
        return sessions.pods().getFirst();
    }

    /** Waits until as many new sessions in a row as two rounds have go elsewhere. */
    private static void awaitNoneNew(Channel client, String pod, int pods) {
        int elsewhere = 0;
        for (int i = 0; i < ASKED && elsewhere < 2 * pods; i++) {
            elsewhere = newSession(client).equals(pod) ? 0 : elsewhere + 1;
        }
        assertThat(elsewhere).as("new sessions elsewhere").isEqualTo(2 * pods);
    }

    @Test
    void aLongCallToATerminatingPodGoesOnUntilItsEnd() throws Exception {
        try (GrpcStage stage = new GrpcStage(folder, "grpc", GrpcManifests.BY_COOKIE)) {
            Sessions sessions = new Sessions();
            Channel plain = stage.client();
            Channel client = ClientInterceptors.intercept(plain, sessions);
            Heard heard = new Heard();
            StreamObserver<String> chat =
                    ClientCalls.asyncBidiStreamingCall(client.newCall(Echo.CHAT, CallOptions.DEFAULT), heard);
            chat.onNext("ready");
            assertThat(heard.awaitNext()).isEqualTo("ready");
            String pod = sessions.pods().getFirst();

            stage.terminate(stage.server(pod));
            awaitNoneNew(plain, pod, stage.size());
            chat.onNext("terminating");
            assertThat(heard.awaitNext()).isEqualTo("terminating");
            say(client, "of the session");
            assertThat(sessions.pods().getLast()).as("pod of the session").isEqualTo(pod);

            stage.server(pod).leave();
            say(client, "of the session");
            assertThat(sessions.pods().getLast())
                    .as("pod that the session goes on at")
                    .isNotEqualTo(pod);
            chat.onNext("going away");
            assertThat(heard.awaitNext()).isEqualTo("going away");
            chat.onCompleted();
            assertThat(heard.awaitAll()).containsExactly("ready", "terminating", "going away");
        }
    }
}
