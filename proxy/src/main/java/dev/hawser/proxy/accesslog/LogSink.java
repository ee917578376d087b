package dev.hawser.proxy.accesslog;

import dev.hawser.proxy.accesslog.AccessLogSettings.Destination;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where lines end up. Used by one thread. */
interface LogSink extends Closeable {

    /**
     * Writes all of it, or as much as can be.
     *
     * @throws IOException when not all could be written; the buffer's position tells how much was
     */
    void write(ByteBuffer lines) throws IOException;

    /** How much may be written at once, in octets, if a line is not longer. */
    int mostAtOnce();

    /**
     * Opens a destination.
     *
     * @throws IOException when it cannot be written to
     */
    static LogSink open(String setting, Destination to) throws IOException {
        return switch (to) {
            case Destination.Nowhere _ -> throw new IllegalArgumentException(setting + ": off (expected: a path)");
            case Destination.StandardOutput _ -> new Stream(FileDescriptor.out);
            case Destination.StandardError _ -> new Stream(FileDescriptor.err);
            case Destination.LogFile(Path path) -> LogFile.open(setting, path);
        };
    }

    /** A file, only ever appended to: whoever empties it in place finds new lines at its start. */
    record LogFile(FileChannel channel) implements LogSink {

        private static final int MOST_AT_ONCE = 1 << 16;

        static LogFile open(String setting, Path path) throws IOException {
            try {
                return new LogFile(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            } catch (NoSuchFileException e) {
                throw new IOException(setting + ": " + path + " is in no folder (expected: a folder that is there)", e);
            } catch (AccessDeniedException e) {
                throw new IOException(
                        setting + ": " + path + " may not be written (expected: a file that may be written)", e);
            } catch (FileSystemException e) {
                throw new IOException(
                        setting + ": " + path + " cannot be opened: " + e.getReason() + " (expected: a file)", e);
            }
        }

        @Override
        public void write(ByteBuffer lines) throws IOException {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        }

        @Override
        public int mostAtOnce() {
            return MOST_AT_ONCE;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * A stream that the process got from whoever started it, and that others write to as well: through a pipe no more than
     * {@value #PIPE_BUF} octets stay together (POSIX, write). Never closed.
     */
    final class Stream implements LogSink {

        private static final int PIPE_BUF = 4096;

        private final FileOutputStream stream;

        Stream(FileDescriptor descriptor) {
            this.stream = new FileOutputStream(descriptor);
        }

        @Override
        public void write(ByteBuffer lines) throws IOException {
            // Not a channel: an interrupt would close that, and the stream for all.
            stream.write(lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
            lines.position(lines.limit());
        }

        @Override
        public int mostAtOnce() {
            return PIPE_BUF;
        }

        @Override
        public void close() {}
    }
}
