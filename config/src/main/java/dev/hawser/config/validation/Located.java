package dev.hawser.config.validation;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Sni;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import java.util.ArrayList;
import java.util.List;

/**
 * An entity and where it came from.
 *
 * @param entity the entity; what is nested in it is located on its own
 * @param place where violations of it are reported
 * @param state whether its own fields can be judged
 */
public record Located<T>(T entity, Place place, State state) {

    /** Whether the fields of an entity say what its author wrote. */
    public enum State {
        /** Every field is as written. */
        WHOLE,
        /** A field could not be read, was reported and replaced; judging the replacement would mislead. */
        BROKEN
    }

    public boolean whole() {
        return state == State.WHOLE;
    }

    /** A target and the name of the upstream it belongs to. */
    public record Member(String upstream, Target target) {}

    /** The entities of a configuration, flat and in order. */
    public record Entities(
            List<Located<Service>> services,
            List<Located<Route>> routes,
            List<Located<Upstream>> upstreams,
            List<Located<Member>> targets,
            List<Located<Certificate>> certificates,
            List<Located<Sni>> snis,
            List<Located<CaCertificate>> caCertificates) {

        /** Lists to be filled by one thread. */
        public static Entities empty() {
            return new Entities(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        /** The entities of a configuration at the places where the declarative format prints them. */
        static Entities of(GatewayConfig config, Place root) {
            Entities entities = empty();
            each(config.services(), root.field("services"), entities.services);
            for (Located<Service> service : entities.services) {
                each(service.entity.routes(), service.place.field("routes"), entities.routes);
            }
            each(config.routes(), root.field("routes"), entities.routes);
            each(config.upstreams(), root.field("upstreams"), entities.upstreams);
            for (Located<Upstream> upstream : entities.upstreams) {
                String name = upstream.entity.name();
                List<Member> members = upstream.entity.targets().stream()
                        .map(target -> new Member(name, target))
                        .toList();
                each(members, upstream.place.field("targets"), entities.targets);
            }
            each(config.certificates(), root.field("certificates"), entities.certificates);
            for (Located<Certificate> certificate : entities.certificates) {
                each(certificate.entity.snis(), certificate.place.field("snis"), entities.snis);
            }
            each(config.caCertificates(), root.field("ca_certificates"), entities.caCertificates);
            return entities;
        }

        private static <T> void each(List<T> from, Place place, List<Located<T>> into) {
            for (int i = 0; i < from.size(); i++) {
                into.add(new Located<>(from.get(i), place.item(i), State.WHOLE));
            }
        }
    }
}
