package dev.hawser.config.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.EntityIds;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigValidatorTest {

    @Test
    void nothingIsWrongWithNothing() {
        assertThat(ConfigValidator.validate(GatewayConfig.EMPTY)).isEmpty();
    }

    @Test
    void violationsOfABuiltConfigurationAreLocatedWhereItWouldBePrinted() {
        Route route = Route.builder(EntityIds.ofRoute("r")).name("r").build();
        Service service = Service.builder(EntityIds.ofService("s"), "h")
                .name("s")
                .connectTimeout(Duration.ofDays(100))
                .routes(List.of(route))
                .build();
        Upstream upstream = Upstream.builder("u")
                .targets(List.of(new Target(null, "h:1", -1, List.of())))
                .build();

        assertThat(ConfigValidator.validate(
                        new GatewayConfig(List.of(service), List.of(route), List.of(upstream), List.of())))
                .extracting(Violation::path)
                .containsExactly(
                        "services[0].connect_timeout",
                        "services[0].routes[0]",
                        "routes[0]",
                        "upstreams[0].targets[0].weight",
                        "routes[0]",
                        "routes[0]");
    }
}
