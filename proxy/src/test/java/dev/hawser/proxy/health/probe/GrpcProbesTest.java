package dev.hawser.proxy.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.proxy.health.probe.FakeGrpcServer.Answer;
import dev.hawser.proxy.health.probe.FakeGrpcServer.Ending;
import dev.hawser.testing.NoBufferLeaks;
import io.netty.pkitesting.X509Bundle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes by gRPC, in clear and over TLS, of servers that answer in all ways. */
@Timeout(60)
@ExtendWith(NoBufferLeaks.class)
class GrpcProbesTest {

    private final Probing probing = Probing.start();

    @AfterEach
    void close() {
        probing.close();
    }

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "2, NOT_SERVING", "3, SERVICE_UNKNOWN", "4, UNKNOWN"})
    void aServiceThatDoesNotServeIsTold(int status, String reason) throws Exception {
        assertThat(grpc(Answer.serving(status))).isEqualTo(new CheckResult.NotServing(reason));
    }

    @Test
    void aServiceThatServesIsTold() throws Exception {
        assertThat(grpc(Answer.serving(1))).isEqualTo(new CheckResult.Connected());
        // A field that we do not know follows: number 15, two bytes.
        assertThat(grpc(new Answer("200", "0", "0000000006" + "0801" + "7a020102", Ending.TRAILERS)))
                .isEqualTo(new CheckResult.Connected());
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "200, 12, '', TRAILERS, grpc-status 12",
                "200, 14, 00000000020801, TRAILERS, grpc-status 14",
                "200, evil value, 00000000020801, TRAILERS, no grpc-status",
                "503, 0, 00000000020801, TRAILERS, no HTTP status 200",
                "200, 0, 00000000020801, NO_TRAILERS, no grpc-status",
                "200, 0, '', TRAILERS, a response that is none",
                "200, 0, 01000000020801, TRAILERS, a response that is none",
                "200, 0, 00000000030801, TRAILERS, a response that is none",
                "200, 0, 000000000208ff, TRAILERS, a response that is none",
                "200, 0, 00000000020fff, TRAILERS, a response that is none",
                "200, 0, 00000000027a7f, TRAILERS, a response that is none",
                "200, 0, 0000000000, TRAILERS, UNKNOWN",
            })
    void anotherEndOfTheCallIsAFailure(
            String httpStatus, String grpcStatus, String message, Ending ending, String reason) throws Exception {
        assertThat(grpc(new Answer(httpStatus, grpcStatus, message, ending)))
                .isEqualTo(new CheckResult.NotServing(reason));
    }

    @Test
    void aStreamThatIsResetHasFailed() throws Exception {
        assertThat(grpc(new Answer("200", "0", "", Ending.RESET))).isInstanceOf(CheckResult.ConnectionFailed.class);
    }

    @Test
    void aCallWithoutEndTimesOut() throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(new Answer("200", "0", "", Ending.NEVER), null)) {
            assertThat(probing.probe(
                            Probing.checks(Healthchecks.Type.GRPC, Probing.SHORT, null, null, true), server.port()))
                    .isEqualTo(new CheckResult.TimedOut());
        }
    }

    @Test
    void asksTheHealthServiceForTheWholeServer() throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(Answer.serving(1), null)) {
            probing.probe(
                    Probing.checks(Healthchecks.Type.GRPC, Probing.LONG, "app.example", null, true), server.port());
            FakeGrpcServer.Asked asked = Objects.requireNonNull(server.asked.poll(10, TimeUnit.SECONDS));
            assertThat(asked.body()).isEqualTo("0000000000");
            assertThat(asked.head().method()).hasToString("POST");
            assertThat(asked.head().scheme()).hasToString("http");
            assertThat(asked.head().authority()).hasToString("app.example");
            assertThat(asked.head().path()).hasToString("/grpc.health.v1.Health/Check");
            assertThat(asked.head().get("content-type")).hasToString("application/grpc");
            assertThat(asked.head().get("te")).hasToString("trailers");
            assertThat(asked.head().getAll("x-probe"))
                    .map(CharSequence::toString)
                    .containsExactly("a", "b");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, valid", "1, untrusted", "1, expired", "2, valid"})
    void grpcsAsksOverTls(int status, String kind) throws Exception {
        X509Bundle certificate = ProbeCertificates.certificate("app.example", kind);
        try (FakeGrpcServer server =
                new FakeGrpcServer(Answer.serving(status), ProbeCertificates.serverContext(certificate, "h2"))) {
            CheckResult result = probing.probe(
                    Probing.checks(Healthchecks.Type.GRPCS, Probing.LONG, null, "app.example", true), server.port());
            if (!kind.equals("valid")) {
                assertThat(result).isInstanceOf(CheckResult.ConnectionFailed.class);
            } else if (status == 1) {
                assertThat(result).isEqualTo(new CheckResult.Connected());
                assertThat(Objects.requireNonNull(server.asked.poll(10, TimeUnit.SECONDS))
                                .head()
                                .scheme())
                        .hasToString("https");
            } else {
                assertThat(result).isEqualTo(new CheckResult.NotServing("NOT_SERVING"));
            }
        }
    }

    @Test
    void aServerOfTlsWithoutHttp2HasFailed() throws Exception {
        X509Bundle certificate = ProbeCertificates.certificate("app.example", "valid");
        try (FakePod pod = new FakePod(FakePod.status(200), ProbeCertificates.sockets(certificate))) {
            assertThat(probing.probe(
                            Probing.checks(Healthchecks.Type.GRPCS, Probing.LONG, null, "app.example", true),
                            pod.port()))
                    .isEqualTo(new CheckResult.ConnectionFailed("no HTTP/2 by ALPN"));
        }
    }

    private CheckResult grpc(Answer answer) throws Exception {
        try (FakeGrpcServer server = new FakeGrpcServer(answer, null)) {
            return probing.probe(Probing.checks(Healthchecks.Type.GRPC, Probing.LONG, null, null, true), server.port());
        }
    }
}
