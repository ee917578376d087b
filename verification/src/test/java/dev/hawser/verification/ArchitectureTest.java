package dev.hawser.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/verification/"))
            .importPackages("dev.hawser");

    @Test
    void everyModuleIsLookedAt() {
        for (String module : new String[] {"config", "proxy", "kubernetes", "server"}) {
            assertThat(PRODUCT.containPackage("dev.hawser." + module))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void theModelKnowsNeitherSide() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hawser.proxy..",
                        "dev.hawser.kubernetes..",
                        "dev.hawser.server..",
                        "io.netty..",
                        "io.fabric8.."));
    }

    @Test
    void theDataPlaneDoesNotSeeTheControlPlane() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.proxy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.hawser.kubernetes..", "dev.hawser.server..", "io.fabric8.."));
    }

    @Test
    void theControlPlaneDoesNotSeeTheDataPlane() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.kubernetes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.hawser.proxy..", "dev.hawser.server..", "io.netty.."));
    }

    @Test
    void translationIsPure() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.kubernetes.translate..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("KubernetesClient")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net.http..", "dev.hawser.kubernetes.watch.."));
    }

    @Test
    void routingAndBalancingDoNotKnowTheWire() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.hawser.proxy.routing..", "dev.hawser.proxy.balancing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.hawser.proxy.http..", "dev.hawser.proxy.admin..", "io.netty.."));
    }

    @Test
    void theSnapshotIsThePathFromConfigurationToExchanges() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.proxy.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.hawser.proxy.admin..", "dev.hawser.proxy.health.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.hawser.proxy.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hawser.proxy.admin.."));
    }

    @Test
    void noStateIsStaticAndMutable() {
        check(ArchRuleDefinition.fields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.hawser..")
                .should()
                .beFinal());
    }

    @Test
    void namesSayWhatThingsAre() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Common|Impl)$")
                .orShould()
                .haveSimpleNameStartingWith("Base"));
    }

    @Test
    void settingsAndSnapshotsAreImmutable() {
        check(classes()
                .that()
                .haveNameMatching(".*(Settings|Snapshot|Config)$")
                .should()
                .haveOnlyFinalFields());
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        for (JavaPackage javaPackage : PRODUCT.getDefaultPackage().getSubpackagesInTree()) {
            boolean holdsClasses = javaPackage.getClasses().stream()
                    .anyMatch(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC));
            if (javaPackage.getName().startsWith("dev.hawser.") && holdsClasses) {
                assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                        .as("package-info.java of %s with @NullMarked", javaPackage.getName())
                        .isTrue();
            }
        }
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCT);
    }
}
