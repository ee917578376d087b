package dev.hawser.config.declarative;

import dev.hawser.config.EntityIds;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads a route, save for the reference to its service. */
final class RouteReader {

    private RouteReader() {}

    static Route read(Fields fields) {
        String name = fields.string("name");
        UUID id = Identity.read(fields, name, EntityIds::ofRoute);
        List<Protocol> protocols = fields.eachOneOf("protocols", Protocol::parse, Words.PROTOCOLS);
        Route.Builder route = Route.builder(id)
                .name(name)
                .protocols(protocols)
                .stripPath(protocols.stream().noneMatch(Protocol::grpc))
                .methods(fields.strings("methods"))
                .hosts(fields.strings("hosts"))
                .headers(fields.stringLists("headers"))
                .paths(fields.strings("paths"))
                .snis(fields.strings("snis"))
                .regexPriority(fields.integer("regex_priority"))
                .requestBuffering(fields.bool("request_buffering"))
                .responseBuffering(fields.bool("response_buffering"))
                .tags(fields.strings("tags"));
        Optional.ofNullable(fields.bool("strip_path")).ifPresent(route::stripPath);
        Optional.ofNullable(fields.oneOf("path_handling", Route.PathHandling::parse, Words.PATH_HANDLINGS))
                .ifPresent(route::pathHandling);
        Optional.ofNullable(fields.bool("preserve_host")).ifPresent(route::preserveHost);
        Optional.ofNullable(fields.integer("https_redirect_status_code")).ifPresent(route::httpsRedirectStatusCode);
        fields.refuseUnsupported("plugins", "filter_chains", "sources", "destinations", "expression", "priority");
        return route.build();
    }
}
