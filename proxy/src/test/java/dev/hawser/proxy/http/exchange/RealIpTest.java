package dev.hawser.proxy.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.exchange.RealIp.Walk;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows are what nginx's {@code ngx_http_get_forwarded_addr} does. */
class RealIpTest {

    private static final InetAddress PEER = InetAddress.ofLiteral("10.0.0.1");
    private static final TrustedAddresses TRUSTED =
            TrustedAddresses.parse("trusted_ips", List.of("10.0.0.0/8", "2001:db8::/32", "unix:"));

    /** Lines of the field are separated by semicolons. */
    private static String find(Walk walk, String header, String name, String lines) {
        Fields fields = Fields.create();
        for (String line : lines.split(";", -1)) {
            fields.add(name, line.strip());
        }
        RealIp realIp = new RealIp(TRUSTED, RealIp.Source.parse("real_ip_header", header), walk);
        return realIp.find(PEER, null, fields).getHostAddress();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1:8080, 192.0.2.1",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1]:80, 0:0:0:0:0:0:0:1",
        "'192.0.2.1, 192.0.2.2', 192.0.2.2",
        "'192.0.2.1,192.0.2.2', 192.0.2.2",
        "'192.0.2.1 192.0.2.2 , ', 192.0.2.2",
        "'192.0.2.1, 10.0.0.2', 10.0.0.2",
        "::ffff:192.0.2.1, 192.0.2.1",
        // The first line of any field but X-Forwarded-For.
        "192.0.2.1; 192.0.2.2, 192.0.2.1",
        // What is no address changes nothing.
        "unknown, 10.0.0.1",
        "'192.0.2.1, unknown', 10.0.0.1",
        "[::1], 10.0.0.1",
        "192.0.2.1:0, 10.0.0.1",
        "192.0.2.1:65536, 10.0.0.1",
        "192.0.2.1:http, 10.0.0.1",
        "fe80::1%eth0, 10.0.0.1",
        "192.0.2, 10.0.0.1",
        "',', 10.0.0.1",
        "'', 10.0.0.1",
    })
    void takesTheLastAddress(String lines, String found) {
        assertThat(find(Walk.ONE_STEP, "X-Real-IP", "x-real-ip", lines)).isEqualTo(found);
        assertThat(find(Walk.ONE_STEP, "CF-Connecting-IP", "cf-connecting-ip", lines))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "'192.0.2.1, 10.0.0.2', 10.0.0.2",
        // All lines are one list.
        "192.0.2.1; 192.0.2.2, 192.0.2.2",
        "192.0.2.1; unknown, 10.0.0.1",
    })
    void takesTheLastAddressOfTheLastLine(String lines, String found) {
        assertThat(find(Walk.ONE_STEP, "X-Forwarded-For", "X-Forwarded-For", lines))
                .isEqualTo(found);
        assertThat(find(Walk.ONE_STEP, "x-forwarded-for", "X-Forwarded-For", lines))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "'192.0.2.1, 10.0.0.2', 192.0.2.1",
        "'192.0.2.1, 192.0.2.2, 10.0.0.2, 2001:db8::7', 192.0.2.2",
        "'192.0.2.1, [2001:db8::7]:443', 192.0.2.1",
        // All are trusted: the first.
        "'10.0.0.4, 10.0.0.3, 10.0.0.2', 10.0.0.4",
        // What is no address ends the walk where it has got to.
        "'192.0.2.1, unknown, 10.0.0.2', 10.0.0.2",
        "'192.0.2.1, unknown', 10.0.0.1",
        // From line to line.
        "192.0.2.1; 10.0.0.3; 10.0.0.2, 192.0.2.1",
        "192.0.2.1; 192.0.2.2; 10.0.0.2, 192.0.2.2",
        "192.0.2.1; unknown; 10.0.0.2, 10.0.0.2",
    })
    void passesOverTrustedAddresses(String lines, String found) {
        assertThat(find(Walk.PAST_TRUSTED, "X-Forwarded-For", "X-Forwarded-For", lines))
                .isEqualTo(found);
    }

    @Test
    void otherFieldsSayNothing() {
        assertThat(find(Walk.ONE_STEP, "X-Real-IP", "X-Forwarded-For", "192.0.2.1"))
                .isEqualTo("10.0.0.1");
        assertThat(find(Walk.ONE_STEP, "X-Forwarded-For", "X-Real-IP", "192.0.2.1"))
                .isEqualTo("10.0.0.1");
        assertThat(find(Walk.ONE_STEP, "proxy_protocol", "X-Real-IP", "192.0.2.1"))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void takesTheSourceOfThePreface() {
        InetAddress source = InetAddress.ofLiteral("192.0.2.9");
        Fields fields = Fields.create().add("X-Real-IP", "192.0.2.1");
        RealIp preface = new RealIp(TRUSTED, RealIp.Source.parse("real_ip_header", "proxy_protocol"), Walk.ONE_STEP);
        assertThat(preface.find(PEER, source, fields)).isEqualTo(source);
        assertThat(preface.find(PEER, null, fields)).isEqualTo(PEER);
        assertThat(RealIp.DEFAULT.withTrusted(TRUSTED).find(PEER, source, fields))
                .isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Real", "X-Real-IP:", "Größe", "a,b"})
    void refusesWhatIsNoField(String name) {
        assertThatThrownBy(() -> RealIp.Source.parse("--real-ip-header", name))
                .hasMessage("--real-ip-header: " + name + " (expected: the name of a header field, or proxy_protocol)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/",
                "::/129",
                "unix",
                "10.0.0"
            })
    void refusesToTrustWhatIsNoAddress(String block) {
        assertThatThrownBy(() -> TrustedAddresses.parse("--trusted-ips", List.of("10.0.0.0/8", block)))
                .hasMessage(
                        "--trusted-ips: " + block + " (expected: an address, a CIDR block as in 10.0.0.0/8, or unix:)");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.77/24, 192.0.2.1, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "unix:, 127.0.0.1, false",
    })
    void trustsBlocksOfBothFamilies(String block, String address, boolean trusted) {
        assertThat(TrustedAddresses.parse("trusted_ips", List.of(block)).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(trusted);
    }
}
