package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.HeadReader.Opening;

/**
 * Reads heads that came by HTTP/2: they are written here as HTTP/1.1 would have them, and then read by its very rules, so
 * that no rule holds for one version only, and no head means something else once it is sent on by the other version. Writes
 * and reads one after another; belongs to one event loop.
 *
 * <p>Whoever writes sees to it that names have no colon and nothing has CR or LF, which could make one line two.
 */
public final class WrittenHead {

    private static final byte[] NOTHING = {};

    private final HeadLimits limits;
    private final HeadStore store;
    private final HeadReader requests;
    private final HeadReader responses;
    private final HeadReader trailers;
    private byte[] octets = NOTHING;
    private int length;

    /** @param store those of the event loop */
    public WrittenHead(HeadLimits limits, HeadStore store) {
        this.limits = limits;
        this.store = store;
        this.requests = new HeadReader(limits, Opening.REQUEST_LINE, store);
        this.responses = new HeadReader(limits, Opening.STATUS_LINE, store);
        this.trailers = new HeadReader(limits, Opening.FIELDS, store);
    }

    public HeadLimits limits() {
        return limits;
    }

    /** Begins anew, with room for that many octets. */
    public void begin(int atMost) {
        discard();
        octets = store.octets(atMost);
        length = 0;
    }

    /** Drops what was written. */
    public void discard() {
        store.giveBack(octets);
        octets = NOTHING;
    }

    /** Writes one octet. */
    public void write(int octet) {
        octets[length++] = (byte) octet;
    }

    /** Writes ASCII. */
    public void write(String text) {
        for (int i = 0; i < text.length(); i++) {
            octets[length++] = (byte) text.charAt(i);
        }
    }

    private byte[] take() {
        byte[] taken = octets;
        octets = NOTHING;
        return taken;
    }

    /**
     * Reads what was written as the head of a request.
     *
     * @param otherwise how its body goes when no length is announced
     * @throws Refusal when it breaks a rule of HTTP/1.1, or a limit
     */
    public RequestHead request(Framing otherwise) throws Refusal {
        RequestHead head = RequestLine.parse(requests.read(take(), length));
        return head.of(ProtocolVersion.HTTP_2, head.framing() instanceof Framing.None ? otherwise : head.framing());
    }

    /**
     * Reads what was written as the head of a response.
     *
     * @param method the method of the request that it answers
     * @param otherwise how its body goes when there may be one and no length is announced
     * @throws Refusal when it breaks a rule of HTTP/1.1, or a limit
     */
    public ResponseHead response(String method, Framing otherwise) throws Refusal {
        ResponseHead head = StatusLine.parse(responses.read(take(), length), method);
        return new ResponseHead(
                head.status(),
                head.reason(),
                ProtocolVersion.HTTP_2,
                head.fields(),
                head.framing() instanceof Framing.UntilClose ? otherwise : head.framing());
    }

    /**
     * Reads what was written as trailer fields.
     *
     * @throws Refusal when they break a rule of HTTP/1.1, or a limit
     */
    public Fields trailers() throws Refusal {
        Lines lines = trailers.read(take(), length);
        ChunkFraming.checkTrailers(lines.fields());
        return lines.fields();
    }
}
