package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The certificate that all proxies show, with an RSA key of 2048 bits: the kind that authorities and cert-manager give out
 * unless asked for another.
 *
 * @param both the chain and the key in one file, as HAProxy reads them
 */
record ServerCertificate(Path chain, Path key, Path both) {

    static ServerCertificate create(Workbench bench) throws IOException, InterruptedException {
        Path chain = bench.folder().resolve("tls.crt");
        Path key = bench.folder().resolve("tls.key");
        bench.run(
                "openssl",
                Workbench.LOAD_CORE,
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=app.example.com",
                        "-keyout",
                        key.toString(),
                        "-out",
                        chain.toString()));
        Path both = bench.write("tls.pem", Files.readString(chain) + Files.readString(key));
        return new ServerCertificate(chain, key, both);
    }
}
