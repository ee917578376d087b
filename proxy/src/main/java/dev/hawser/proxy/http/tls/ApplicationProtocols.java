package dev.hawser.proxy.http.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.util.List;

/** What clients are offered to speak over TLS (ALPN, RFC 7301). A client that asks for none of it speaks HTTP/1.1. */
final class ApplicationProtocols {

    /** The preferred one first. */
    private static final List<String> OFFERED = List.of(ApplicationProtocolNames.HTTP_1_1);

    private ApplicationProtocols() {}

    static ApplicationProtocolConfig offered() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, OFFERED);
    }
}
