package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.proxyprotocol.ProxyHeader;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a client's connection, for all requests that come by it. Belongs to its event loop. */
final class ClientPeer {

    private final Channel channel;
    private final RealIp realIp;
    private @Nullable InetAddress address;
    private String addressText = "";
    /** Where the connection comes from by its PROXY header. */
    private @Nullable InetAddress preface;

    private int localPort;
    private String localPortText = "";
    private boolean trusted;
    private @Nullable SslHandler tls;

    /** @param channel the connection itself, whatever its requests are on */
    ClientPeer(Channel channel, RealIp realIp) {
        this.channel = channel;
        this.realIp = realIp;
    }

    /** The connection is there: looks at its addresses. */
    void connected() {
        if (channel.remoteAddress() instanceof InetSocketAddress remote
                && channel.localAddress() instanceof InetSocketAddress local) {
            address = remote.getAddress();
            addressText = ClientAddress.text(address);
            trusted = realIp.trusted().contains(address);
            localPort = local.getPort();
            localPortText = Integer.toString(localPort);
        }
    }

    /** The connection began with a PROXY header. */
    void forwarded(ProxyHeader header) {
        preface = header.source();
    }

    /** The first request begins: whether the connection is secured is known by now. */
    void requesting() {
        if (tls == null) {
            tls = channel.pipeline().get(SslHandler.class);
        }
    }

    String addressText() {
        return addressText;
    }

    int localPort() {
        return localPort;
    }

    String localPortText() {
        return localPortText;
    }

    boolean trusted() {
        return trusted;
    }

    boolean secure() {
        return tls != null;
    }

    /** The text of the address of the client that sent these fields. */
    String clientAddress(Fields fields) {
        if (!trusted || address == null) {
            return addressText;
        }
        InetAddress found = realIp.find(address, preface, fields);
        return found.equals(address) ? addressText : ClientAddress.text(found);
    }

    /** The server name of the TLS handshake; {@code null} when there was none. */
    @Nullable
    String sni() {
        if (tls != null && tls.engine().getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }
}
