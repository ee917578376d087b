package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Three identical origins at ports of their own: one worker of nginx, which answers from memory and tells in a field which
 * of the three was asked. The path {@value #LARGE} has a body of {@value #LARGE_BYTES} bytes, all others one of {@value
 * #SMALL_BYTES}. The path {@value #UPLOAD} answers when it has read all of the request.
 */
record Origins(List<Integer> ports) {

    static final String LARGE = "/large";
    static final String UPLOAD = "/upload";
    static final int LARGE_BYTES = 1 << 20;
    static final int SMALL_BYTES = 128;

    /** The field that names the origin. */
    static final String NAME_FIELD = "X-Origin";

    private static final int COUNT = 3;

    static Origins start(Workbench bench) throws IOException, InterruptedException {
        List<Integer> ports = new ArrayList<>();
        StringBuilder servers = new StringBuilder();
        Files.write(bench.folder().resolve("large"), new byte[LARGE_BYTES]);
        for (int i = 0; i < COUNT; i++) {
            int port = Ports.free();
            ports.add(port);
            servers.append(
                    """
                        server {
                            listen 127.0.0.1:%d backlog=4096;
                            root %s;
                            add_header %s origin-%d;
                            location / { return 200 "%s"; }
                            location = %s { }
                            location = %s { proxy_pass http://127.0.0.1:%d/; }
                        }
                    """.formatted(port, bench.folder(), NAME_FIELD, i, "x".repeat(SMALL_BYTES), LARGE, UPLOAD, port));
        }
        Process process =
                bench.start("origins", Workbench.LOAD_CORE, NginxFile.write(bench, "origins", servers.toString()));
        for (int port : ports) {
            Ports.awaitListener(bench, "origins", process, port);
        }
        return new Origins(List.copyOf(ports));
    }
}
