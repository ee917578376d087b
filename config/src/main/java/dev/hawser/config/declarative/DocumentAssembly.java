package dev.hawser.config.declarative;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Sni;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.config.validation.Located;
import dev.hawser.config.validation.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the entities of one document and brings together what belongs together, whether it is nested or refers to
 * its owner. Used by one thread.
 */
final class DocumentAssembly {

    private final Located.Entities entities = Located.Entities.empty();
    private final List<Owner<Service, Route>> services = new ArrayList<>();
    private final List<Owner<Upstream, Target>> upstreams = new ArrayList<>();
    private final List<Owner<Certificate, Sni>> certificates = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<CaCertificate> authorities = new ArrayList<>();

    /**
     * An entity and those that belong to it.
     *
     * @param id {@code null} when it was given none
     * @param name {@code null} when it has none
     */
    private record Owner<T, M>(@Nullable UUID id, @Nullable String name, T entity, List<M> members) {

        boolean isNamed(String reference) {
            return reference.equals(name) || (id != null && reference.equalsIgnoreCase(id.toString()));
        }
    }

    void read(Fields document) {
        document.records("services").forEach(this::service);
        document.records("routes").forEach(fields -> route(fields, null));
        document.records("upstreams").forEach(this::upstream);
        document.records("targets").forEach(fields -> target(fields, null));
        document.records("certificates").forEach(this::certificate);
        document.records("snis").forEach(fields -> sni(fields, null));
        document.records("ca_certificates").forEach(this::authority);
    }

    /** What was read, at its places in the document. */
    Located.Entities entities() {
        return entities;
    }

    /** What was read, everything nested. */
    GatewayConfig config() {
        return new GatewayConfig(
                services.stream()
                        .map(owner ->
                                owner.entity.toBuilder().routes(owner.members).build())
                        .toList(),
                routes,
                upstreams.stream()
                        .map(owner ->
                                owner.entity.toBuilder().targets(owner.members).build())
                        .toList(),
                certificates.stream().map(DocumentAssembly::withSnis).toList(),
                authorities);
    }

    private static Certificate withSnis(Owner<Certificate, Sni> owner) {
        Certificate bare = owner.entity;
        return new Certificate(bare.id(), bare.cert(), bare.key(), owner.members, bare.tags());
    }

    private void service(Fields fields) {
        Service service = ServiceReader.read(fields);
        List<Fields> nested = fields.records("routes");
        fields.refuseOthers();
        Owner<Service, Route> owner = new Owner<>(service.id(), service.name(), service, new ArrayList<>());
        services.add(owner);
        entities.services().add(new Located<>(service, fields.place(), fields.state()));
        nested.forEach(route -> route(route, owner));
    }

    private void route(Fields fields, @Nullable Owner<Service, Route> enclosing) {
        String reference = fields.reference("service");
        boolean homeless = enclosing == null && !fields.has("service");
        Route route = RouteReader.read(fields);
        fields.refuseOthers();
        entities.routes().add(new Located<>(route, fields.place(), fields.state()));
        if (homeless) {
            routes.add(route);
        } else {
            Link<Service, Route> link = new Link<>("services", services, enclosing);
            link.owner(reference, fields.place().field("service")).ifPresent(owner -> owner.members.add(route));
        }
    }

    private void upstream(Fields fields) {
        Upstream upstream = UpstreamReader.read(fields);
        List<Fields> nested = fields.records("targets");
        fields.refuseOthers();
        Owner<Upstream, Target> owner = new Owner<>(upstream.id(), upstream.name(), upstream, new ArrayList<>());
        upstreams.add(owner);
        entities.upstreams().add(new Located<>(upstream, fields.place(), fields.state()));
        nested.forEach(target -> target(target, owner));
    }

    private void target(Fields fields, @Nullable Owner<Upstream, Target> enclosing) {
        String reference = fields.reference("upstream");
        Target target = UpstreamReader.target(fields);
        fields.refuseOthers();
        Located.State state = fields.state();
        Link<Upstream, Target> link = new Link<>("upstreams", upstreams, enclosing);
        link.owner(reference, fields.place().field("upstream")).ifPresent(owner -> {
            owner.members.add(target);
            Located.Member member = new Located.Member(owner.entity.name(), target);
            entities.targets().add(new Located<>(member, fields.place(), state));
        });
    }

    private void certificate(Fields fields) {
        Certificate certificate = CertificateReader.read(fields);
        List<Fields.Element> nested = fields.elements("snis");
        fields.refuseOthers();
        Owner<Certificate, Sni> owner = new Owner<>(certificate.id(), null, certificate, new ArrayList<>());
        certificates.add(owner);
        entities.certificates().add(new Located<>(certificate, fields.place(), fields.state()));
        for (Fields.Element element : nested) {
            if (element.node().isString()) {
                Sni sni = new Sni(null, element.node().stringValue(), List.of());
                owner.members.add(sni);
                entities.snis().add(new Located<>(sni, element.place(), Located.State.WHOLE));
            } else {
                Fields.of(element.node(), element.place().apart()).ifPresent(sni -> sni(sni, owner));
            }
        }
    }

    private void sni(Fields fields, @Nullable Owner<Certificate, Sni> enclosing) {
        String reference = fields.reference("certificate");
        Sni sni = CertificateReader.sni(fields);
        fields.refuseOthers();
        entities.snis().add(new Located<>(sni, fields.place(), fields.state()));
        Link<Certificate, Sni> link = new Link<>("certificates", certificates, enclosing);
        link.owner(reference, fields.place().field("certificate")).ifPresent(owner -> owner.members.add(sni));
    }

    private void authority(Fields fields) {
        CaCertificate authority = CertificateReader.authority(fields);
        fields.refuseOthers();
        authorities.add(authority);
        entities.caCertificates().add(new Located<>(authority, fields.place(), fields.state()));
    }

    /**
     * From an entity to the one it belongs to.
     *
     * @param kind the collection of the owners
     * @param enclosing the one it is nested in; {@code null} when it stands at the top
     */
    private record Link<T, M>(
            String kind, List<Owner<T, M>> owners, @Nullable Owner<T, M> enclosing) {

        Optional<Owner<T, M>> owner(@Nullable String reference, Place at) {
            if (enclosing != null) {
                if (reference != null && !enclosing.isNamed(reference)) {
                    at.report(message(reference) + " (expected: the one it is nested in)");
                }
                return Optional.of(enclosing);
            }
            if (reference == null) {
                if (at.clean()) {
                    at.report("required field missing");
                }
                return Optional.empty();
            }
            Optional<Owner<T, M>> found =
                    owners.stream().filter(owner -> owner.isNamed(reference)).findFirst();
            if (found.isEmpty()) {
                at.report(message(reference) + " (no such entity)");
            }
            return found;
        }

        private String message(String reference) {
            return "invalid reference '" + kind + ": " + reference + "'";
        }
    }
}
