package dev.hawser.verification.http2;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps the cookie that comes as metadata, as a browser would, and remembers which pod answered each call. */
final class Sessions implements ClientInterceptor {

    private static final Metadata.Key<String> SET_COOKIE = EchoServer.key("set-cookie");
    private static final Metadata.Key<String> COOKIE = EchoServer.key("cookie");

    private final AtomicReference<@Nullable String> cookie = new AtomicReference<>();
    private final List<String> pods = new ArrayList<>();
    private final List<String> set = new ArrayList<>();

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata request) {
                String kept = cookie.get();
                if (kept != null) {
                    request.put(COOKIE, "a=1");
                    request.put(COOKIE, kept);
                }
                super.start(new Kept<>(listener), request);
            }
        };
    }

    private final class Kept<A> extends SimpleForwardingClientCallListener<A> {

        private Kept(ClientCall.Listener<A> listener) {
            super(listener);
        }

        @Override
        public void onHeaders(Metadata response) {
            String given = response.get(SET_COOKIE);
            synchronized (Sessions.this) {
                if (given != null) {
                    set.add(given);
                    cookie.set(given.split(";", 2)[0]);
                }
                String pod = response.get(EchoServer.POD);
                pods.add(pod == null ? "none" : pod);
            }
            super.onHeaders(response);
        }
    }

    synchronized List<String> pods() {
        return List.copyOf(pods);
    }

    synchronized List<String> set() {
        return List.copyOf(set);
    }
}
