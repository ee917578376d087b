package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Configurations of nginx that keep to one folder. */
final class NginxFile {

    private NginxFile() {}

    /** Writes one with some contents of its {@code http} block; returns the command that runs it. */
    static List<String> write(Workbench bench, String name, String http) throws IOException {
        Path folder = bench.folder();
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append("    %s_temp_path %s/%s-%s;\n".formatted(kind, folder, name, kind));
        }
        // As root nginx would give its workers to a user who may not read the folder.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path file = bench.write(name + ".conf", """
                %s
                daemon off;
                worker_processes 1;
                pid %s/%s.pid;
                error_log stderr warn;
                worker_rlimit_nofile 20000;
                events { worker_connections 16384; }
                http {
                    access_log off;
                    default_type text/plain;
                    keepalive_timeout 600s;
                    keepalive_requests 1000000000;
                    sendfile on;
                    open_file_cache max=10;
                %s%s
                }
                """.formatted(user, folder, name, temporary, http));
        return List.of("nginx", "-p", folder.toString(), "-e", "stderr", "-c", file.toString());
    }
}
