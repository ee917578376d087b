package dev.hawser.proxy;

import dev.hawser.testing.SharedData;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases recorded from Kong's own tests, kept beside the repository. */
public final class KongCases {

    private KongCases() {}

    /** The document, or a skipped test when it is not there. */
    public static JsonNode read(String name) {
        Optional<Path> file = SharedData.find("data/" + name);
        Assumptions.assumeTrue(file.isPresent(), () -> "left out: no " + name + " at hand");
        return JsonMapper.shared().readTree(file.orElseThrow());
    }
}
