package dev.hawser.proxy.http;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another proxy, as a process that forwards everything from a loopback port to an origin. */
final class Peer implements AutoCloseable {

    private static final int START_SECONDS = 20;

    /** What is known of a program: its name, how it is configured and how it is started. */
    enum Program {
        NGINX("nginx", "-c FILE -p FOLDER -e stderr", """
                user root;
                daemon off;
                worker_processes 1;
                pid FOLDER/pid;
                error_log stderr crit;
                events { worker_connections 512; }
                http {
                    access_log off;
                    client_body_temp_path FOLDER/body;
                    proxy_temp_path FOLDER/proxy;
                    fastcgi_temp_path FOLDER/fastcgi;
                    uwsgi_temp_path FOLDER/uwsgi;
                    scgi_temp_path FOLDER/scgi;
                    client_max_body_size 0;
                    server {
                        listen 127.0.0.1:PORT;
                        location / {
                            proxy_pass http://127.0.0.1:ORIGIN;
                            proxy_http_version 1.1;
                            proxy_set_header Host $http_host;
                            proxy_set_header Connection "";
                        }
                    }
                }
                """),
        HAPROXY("haproxy", "-db -q -f FILE", """
                global
                    maxconn 512
                defaults
                    mode http
                    timeout client 10s
                    timeout connect 5s
                    timeout server 10s
                frontend clients
                    bind 127.0.0.1:PORT
                    default_backend origins
                backend origins
                    server origin 127.0.0.1:ORIGIN
                """);

        private final String command;
        private final String arguments;
        private final String configuration;

        Program(String command, String arguments, String configuration) {
            this.command = command;
            this.arguments = arguments;
            this.configuration = configuration;
        }

        String command() {
            return command;
        }

        /** Where it is installed; packages of proxies put it where only the administrator looks for programs. */
        Optional<Path> installed() {
            return Stream.concat(
                            Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                            Stream.of("/usr/sbin", "/usr/local/sbin"))
                    .map(folder -> Path.of(folder, command))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private final Process process;
    private final InetSocketAddress address;

    private Peer(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a program that is installed, with everything that it writes in a folder.
     *
     * @throws IllegalStateException when it does not listen in {@value #START_SECONDS} s
     */
    static Peer start(Program program, Path folder, int originPort) throws IOException, InterruptedException {
        int port = freePort();
        Path file = folder.resolve(program.command + ".conf");
        Files.writeString(
                file,
                program.configuration
                        .replace("FOLDER", folder.toString())
                        .replace("PORT", Integer.toString(port))
                        .replace("ORIGIN", Integer.toString(originPort)));
        List<String> command = Stream.concat(
                        Stream.of(program.installed().orElseThrow().toString()),
                        Stream.of(program.arguments.split(" ", -1)))
                .map(word -> word.replace("FILE", file.toString()).replace("FOLDER", folder.toString()))
                .toList();
        Path log = folder.resolve(program.command + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Peer peer = new Peer(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        peer.awaitListening(program, log);
        return peer;
    }

    private void awaitListening(Program program, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() - end < 0 && process.isAlive()) {
            try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
                return;
            } catch (IOException _) {
                // Not yet. Waits on the process, for it may end instead.
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        close();
        throw new IllegalStateException(program.command + ": does not listen (expected: within " + START_SECONDS
                + " s)\n" + Files.readString(log));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
