package dev.hawser.config.validation;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Violation;
import java.util.ArrayList;
import java.util.List;

/** Checks a configuration against every rule that its types do not enforce. */
public final class ConfigValidator {

    private ConfigValidator() {}

    /**
     * Everything that is wrong with a configuration, in the order of its entities; empty when it is valid. Paths are
     * those of the document that the declarative format prints for it.
     */
    public static List<Violation> validate(GatewayConfig config) {
        List<Violation> reports = new ArrayList<>();
        validate(Located.Entities.of(config, Place.root(reports)));
        return List.copyOf(reports);
    }

    /** Reports everything that is wrong with these entities at their places. */
    public static void validate(Located.Entities entities) {
        judge(entities.services(), ServiceRules::check);
        judge(entities.routes(), RouteRules::check);
        judge(entities.upstreams(), UpstreamRules::check);
        judge(entities.targets(), TargetRules::check);
        judge(entities.certificates(), CertificateRules::check);
        judge(entities.snis(), CertificateRules::checkSni);
        judge(entities.caCertificates(), CertificateRules::checkAuthority);
        UniquenessRules.check(entities);
        ReferenceRules.check(entities);
    }

    private static <T> void judge(List<Located<T>> entities, Rules<T> rules) {
        for (Located<T> located : entities) {
            if (located.whole()) {
                rules.check(located.entity(), located.place());
            }
        }
    }

    /** The rules of one kind of entity. */
    @FunctionalInterface
    private interface Rules<T> {
        void check(T entity, Place at);
    }
}
