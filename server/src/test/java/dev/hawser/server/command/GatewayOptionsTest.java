package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.GatewaySettings;
import dev.hawser.proxy.http.ListenAddress.Preface;
import dev.hawser.proxy.http.Transport;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.RealIp;
import dev.hawser.proxy.http.exchange.RealIp.Walk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GatewayOptionsTest {

    private static GatewaySettings settings(String... arguments) {
        return CommandLine.populateCommand(new GatewayOptions(), arguments)
                .settings()
                .gateway();
    }

    @Test
    void hasKongsDefaults() {
        GatewaySettings settings = settings();
        assertThat(settings.exchange().realIp()).isEqualTo(RealIp.DEFAULT);
        assertThat(settings.exchange().minRate()).isEqualTo(ExchangeSettings.DEFAULT_MIN_RATE);
        assertThat(settings.transport()).isEqualTo(Transport.best());
        assertThat(settings.listen()).allMatch(address -> address.preface() == Preface.NONE);
    }

    @Test
    void readsWhereTheClientIsTold() {
        RealIp realIp = settings(
                        "--trusted-ips=10.0.0.0/8, ::1,unix:",
                        "--real-ip-header=CF-Connecting-IP",
                        "--real-ip-recursive=on")
                .exchange()
                .realIp();
        assertThat(realIp.source()).isEqualTo(new RealIp.Field("CF-Connecting-IP"));
        assertThat(realIp.walk()).isEqualTo(Walk.PAST_TRUSTED);
    }

    @Test
    void takesTheClientFromTheProxyProtocolWhereItIsSpoken() {
        GatewaySettings settings = settings(
                "--proxy-listen=0.0.0.0:8000, 0.0.0.0:8443 ssl proxy_protocol", "--real-ip-header=proxy_protocol");
        assertThat(settings.exchange().realIp().source()).isEqualTo(new RealIp.Preface());
        assertThat(settings.listen().getLast().preface()).isEqualTo(Preface.PROXY_PROTOCOL);
    }

    @Test
    void takesTheTransportThatIsAskedForOrTheNext() {
        assertThat(settings("--transport=nio").transport()).isEqualTo(Transport.NIO);
        assertThat(settings("--transport=epoll").transport()).isEqualTo(Transport.EPOLL.orNext());
    }

    @Test
    void readsTheLeastRate() {
        assertThat(settings("--client-min-rate=0").exchange().minRate()).isZero();
        assertThat(settings("--client-min-rate=1m").exchange().minRate()).isEqualTo(1 << 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --real-ip-header=proxy_protocol | --real-ip-header: proxy_protocol (expected: the flag proxy_protocol at an address of --proxy-listen)
            --real-ip-header=X Real IP | --real-ip-header: X Real IP (expected: the name of a header field, or proxy_protocol)
            --real-ip-recursive=maybe | --real-ip-recursive: maybe (expected: on or off)
            --trusted-ips=10.0.0.0/33 | --trusted-ips: 10.0.0.0/33 (expected: an address, a CIDR block as in 10.0.0.0/8, or unix:)
            --transport=kqueue | --transport: kqueue (expected: io_uring, epoll or nio)
            --client-min-rate=2m | --client-min-rate: 2m (expected: 0 to 1m, in bytes a second)
            --client-min-rate=-1 | --client-min-rate: -1 (expected: a size like 8192, 8k, 10m or 1g)
            --admin-listen=127.0.0.1:1 proxy_protocol | --admin-listen: 127.0.0.1:1 proxy_protocol (expected: no proxy_protocol, it is not spoken there)
            """)
    void saysWhatIsWrong(String argument, String message) {
        assertThatThrownBy(() -> settings(argument))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }
}
