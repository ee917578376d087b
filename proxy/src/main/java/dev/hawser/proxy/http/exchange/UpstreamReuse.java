package dev.hawser.proxy.http.exchange;

/** Whether an endpoint's response lets its connection be used again. */
enum UpstreamReuse {
    POSSIBLE,
    RULED_OUT
}
