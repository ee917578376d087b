package dev.hawser.proxy.http.upstream;

/** Counts what it hears. */
final class RecordingUser implements UpstreamConnection.User {

    int gone;

    @Override
    public void onUpstreamReadable() {}

    @Override
    public void onUpstreamWritable() {}

    @Override
    public void onUpstreamClosed() {}

    @Override
    public void onUpstreamTimeout() {}

    @Override
    public void onEndpointGone() {
        gone++;
    }
}
