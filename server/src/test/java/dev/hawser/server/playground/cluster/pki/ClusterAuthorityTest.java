package dev.hawser.server.playground.cluster.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAuthorityTest {

    private static final Identity ADMIN = Identity.client("admin", "CN=admin, O=system:masters");
    private static final Identity SERVER = Identity.server("kube-apiserver", List.of("ip:127.0.0.1", "dns:localhost"));

    @TempDir
    private Path folder;

    @Test
    void signsWhatClientsAndServersNeedAndKeepsNoKeyOfItsOwn() throws Exception {
        ClusterAuthority authority = ClusterAuthority.create(folder, List.of(ADMIN, SERVER));

        X509Certificate ca = parse(authority.certificatePem());
        X509Certificate admin = parse(authority.of(ADMIN).certificatePem());
        X509Certificate server = parse(authority.of(SERVER).certificatePem());
        admin.verify(ca.getPublicKey());
        server.verify(ca.getPublicKey());
        assertThat(ca.getBasicConstraints()).isNotNegative();
        assertThat(admin.getBasicConstraints()).isNegative();
        assertThat(admin.getSubjectX500Principal().getName()).isEqualTo("CN=admin,O=system:masters");
        assertThat(admin.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getSubjectAlternativeNames().toString()).contains("127.0.0.1", "localhost");
        assertThat(authority.of(ADMIN).keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(authority.toString()).doesNotContain("PRIVATE KEY");
        assertThat(folder).isEmptyDirectory();
    }

    private static X509Certificate parse(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
