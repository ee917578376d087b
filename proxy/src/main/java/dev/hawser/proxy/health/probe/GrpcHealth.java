package dev.hawser.proxy.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;

/**
 * The messages of {@code grpc.health.v1.Health/Check} (the gRPC health checking protocol), in gRPC's framing: a byte that
 * tells compression, four bytes of length, and a message in protobuf's encoding. Pure.
 */
final class GrpcHealth {

    static final String PATH = "/grpc.health.v1.Health/Check";

    private static final int PREFIX_BYTES = 5;
    private static final int STATUS_FIELD = 1;

    private GrpcHealth() {}

    /** How a server says it is ({@code HealthCheckResponse.ServingStatus}), in the order of its numbers. */
    enum ServingStatus {
        UNKNOWN,
        SERVING,
        NOT_SERVING,
        SERVICE_UNKNOWN
    }

    /** The request that asks for the server as a whole: its only field, the name of a service, is empty. */
    static byte[] request() {
        return new byte[PREFIX_BYTES];
    }

    /**
     * Reads a response.
     *
     * @param framed the whole response, with its prefix
     * @throws CorruptedFrameException when it is no such response
     */
    static ServingStatus statusOf(ByteBuf framed) {
        if (framed.readableBytes() < PREFIX_BYTES
                || framed.readByte() != 0
                || framed.readInt() != framed.readableBytes()) {
            throw new CorruptedFrameException("gRPC response: not one whole message without compression");
        }
        long status = 0;
        while (framed.isReadable()) {
            long tag = varint(framed);
            int wireType = (int) (tag & 7);
            if (tag >>> 3 == STATUS_FIELD && wireType == 0) {
                status = varint(framed);
            } else {
                skip(framed, wireType);
            }
        }
        ServingStatus[] known = ServingStatus.values();
        return status >= 0 && status < known.length ? known[(int) status] : ServingStatus.UNKNOWN;
    }

    /** Fields that later versions of the protocol may add. */
    private static void skip(ByteBuf message, int wireType) {
        long length = switch (wireType) {
            case 0 -> {
                varint(message);
                yield 0;
            }
            case 1 -> Long.BYTES;
            case 2 -> varint(message);
            case 5 -> Integer.BYTES;
            default -> throw new CorruptedFrameException("gRPC response: unknown wire type");
        };
        if (length < 0 || length > message.readableBytes()) {
            throw new CorruptedFrameException("gRPC response: a field goes beyond the message");
        }
        message.skipBytes((int) length);
    }

    private static long varint(ByteBuf message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!message.isReadable()) {
                break;
            }
            byte next = message.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptedFrameException("gRPC response: a number without an end");
    }
}
