package dev.hawser.proxy.http.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;

/** What clients are offered to speak over TLS (ALPN, RFC 7301). A client that asks for none of it speaks HTTP/1.1. */
public enum ApplicationProtocols {
    HTTP_1,
    /** HTTP/2 is preferred. */
    HTTP_2_OR_1;

    ApplicationProtocolConfig offered() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, names());
    }

    private String[] names() {
        return switch (this) {
            case HTTP_1 -> new String[] {ApplicationProtocolNames.HTTP_1_1};
            case HTTP_2_OR_1 -> new String[] {ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1};
        };
    }
}
