package dev.hawser.config.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** No two entities of a kind share an id or a name, and no two targets of an upstream share an address. */
final class UniquenessRules {

    /** What the primary key of an entity is called in messages. */
    private static final String ID = "primary key";

    private UniquenessRules() {}

    static void check(Located.Entities all) {
        unique(all.services(), "services", ID, service -> service.id());
        unique(all.services(), "services", "name", service -> service.name());
        unique(all.routes(), "routes", ID, route -> route.id());
        unique(all.routes(), "routes", "name", route -> route.name());
        unique(all.upstreams(), "upstreams", ID, upstream -> upstream.id());
        unique(all.upstreams(), "upstreams", "name", upstream -> upstream.name());
        unique(all.targets(), "targets", ID, member -> member.target().id());
        unique(all.targets(), "targets", "target", Address::of);
        unique(all.certificates(), "certificates", ID, certificate -> certificate.id());
        unique(all.caCertificates(), "ca_certificates", ID, authority -> authority.id());
        unique(all.snis(), "snis", ID, sni -> sni.id());
        unique(all.snis(), "snis", "name", sni -> sni.name().toLowerCase(Locale.ROOT));
    }

    /** Two upstreams may share an address, so it is unique together with the upstream's name only. */
    private record Address(String upstream, String target) {

        static Address of(Located.Member member) {
            return new Address(member.upstream(), member.target().target().toLowerCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return target;
        }
    }

    private static <T> void unique(
            List<Located<T>> entities, String kind, String key, Function<T, @Nullable Object> keyOf) {
        Set<Object> seen = new HashSet<>();
        for (Located<T> located : entities) {
            Object value = located.whole() ? keyOf.apply(located.entity()) : null;
            if (value != null && !seen.add(value)) {
                located.place()
                        .report("uniqueness violation: '" + kind + "' entity with " + key + " set to '" + value
                                + "' already declared");
            }
        }
    }
}
