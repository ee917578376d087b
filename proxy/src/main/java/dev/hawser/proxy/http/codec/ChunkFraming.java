package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.HeadReader.Opening;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands between the chunks of a body, and behind the last of them (RFC 9112 section 7.1). Extensions must be
 * well-formed and are dropped, for they concern one connection.
 */
final class ChunkFraming {

    /** The longest line with a size and its extensions, without its end, in bytes. */
    static final int MAX_LINE = 1024;

    /** Fields that are of no use in trailers but to those that mistake them for header fields. */
    private static final FieldSet REFUSED =
            FieldSet.of(FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING, FieldName.HOST);

    private static final int MAX_DIGITS = 16;

    /** What was found. */
    enum Found {
        /** Nothing yet: more must come. */
        NOTHING,
        /** A chunk begins. */
        CHUNK,
        /** The body ended. */
        END
    }

    private enum State {
        SIZE,
        EXTENSIONS,
        SIZE_LF,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    private final HeadLimits limits;
    private final HeadStore store;
    /** Made for the first trailer section: most connections never see one. */
    private @Nullable HeadReader trailerReader;

    private State state = State.SIZE;
    private long size;
    private int digits;
    private byte[] line = {};
    private int lineLength;
    private @Nullable Fields trailers;

    ChunkFraming(HeadLimits limits, HeadStore store) {
        this.limits = limits;
        this.store = store;
    }

    /** The size of the chunk that was found. */
    long size() {
        return size;
    }

    /** The trailer fields of the body that ended; {@code null} when it has none. */
    @Nullable
    Fields trailers() {
        return trailers;
    }

    /** Reads up to the next chunk, as far as the input goes. */
    Found read(Input input) throws Refusal {
        while (!input.isEmpty()) {
            switch (state) {
                case SIZE -> readSize(input.next());
                case EXTENSIONS -> readExtension(input.next());
                case SIZE_LF -> {
                    expect(input.next(), Octets.LF);
                    if (beginChunk()) {
                        return Found.CHUNK;
                    }
                }
                case DATA_CR -> {
                    expect(input.next(), Octets.CR);
                    state = State.DATA_LF;
                }
                case DATA_LF -> {
                    expect(input.next(), Octets.LF);
                    state = State.SIZE;
                }
                case TRAILERS -> {
                    if (readTrailers(input)) {
                        return Found.END;
                    }
                }
            }
        }
        return Found.NOTHING;
    }

    private static void expect(byte octet, byte expected) throws Refusal {
        if (octet != expected) {
            throw Refusal.syntax("chunk, or the line with its size, does not end with CR LF");
        }
    }

    private void readSize(byte octet) throws Refusal {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            if (digits == 0) {
                size = 0;
            }
            digits++;
            size = size << 4 | digit;
            if (digits > MAX_DIGITS || size < 0) {
                throw Refusal.syntax("chunk size is too large");
            }
            return;
        }
        if (digits == 0) {
            throw Refusal.syntax("chunk has no size");
        }
        if (octet == Octets.CR) {
            state = State.SIZE_LF;
        } else {
            state = State.EXTENSIONS;
            lineLength = 0;
            readExtension(octet);
        }
    }

    private void readExtension(byte octet) throws Refusal {
        if (octet == Octets.CR) {
            if (!ChunkExtensions.valid(line, lineLength)) {
                throw Refusal.syntax("chunk size is followed by something that is no extension");
            }
            line = new byte[0];
            state = State.SIZE_LF;
            return;
        }
        if (octet == 0x7f || (octet >= 0 && octet < Octets.SP && octet != Octets.HTAB)) {
            throw Refusal.syntax("chunk size is followed by a control character");
        }
        if (digits + lineLength == MAX_LINE) {
            throw Refusal.syntax("line with a chunk size is too long");
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, Math.max(64, 2 * lineLength));
        }
        line[lineLength++] = octet;
    }

    /** Whether a chunk begins; else the last one was found. */
    private boolean beginChunk() {
        digits = 0;
        state = size > 0 ? State.DATA_CR : State.TRAILERS;
        return size > 0;
    }

    private boolean readTrailers(Input input) throws Refusal {
        HeadReader reader = trailerReader;
        if (reader == null) {
            reader = new HeadReader(limits, Opening.FIELDS, store);
            trailerReader = reader;
        }
        Lines lines = reader.read(input);
        if (lines == null) {
            return false;
        }
        Fields fields = lines.fields();
        checkTrailers(fields);
        trailers = fields.isEmpty() ? null : fields;
        state = State.SIZE;
        return true;
    }

    static void checkTrailers(Fields fields) throws Refusal {
        if (fields.hasAny(REFUSED)) {
            throw Refusal.syntax("trailer field that belongs into the head");
        }
    }
}
