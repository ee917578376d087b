package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The manifests of the guide. */
public final class GuideManifests {

    private static final String GUIDE = "mission/sticky-sessions-with-drain.md";
    private static final Path EXAMPLE = Path.of("../examples/sticky-sessions-with-drain.yaml");

    private static final Pattern COMPLETE_EXAMPLE =
            Pattern.compile("## Complete Example\\n.*?```yaml\\n(.*?)```", Pattern.DOTALL);

    private GuideManifests() {}

    /** The complete example, byte for byte as the guide prints it where the guide is at hand, else our own copy of it. */
    public static String completeExample() {
        try {
            Optional<Path> guide = SharedData.find(GUIDE);
            if (guide.isEmpty()) {
                System.out.println("left out: the guide's own text is not at hand, examples/ stands in for it");
                return Files.readString(EXAMPLE);
            }
            Matcher example = COMPLETE_EXAMPLE.matcher(Files.readString(guide.get()));
            assertThat(example.find()).as("the complete example in %s", GUIDE).isTrue();
            return example.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The complete example with another pause before a pod ends. */
    public static String completeExampleWithSleep(int seconds) {
        String example = completeExample();
        assertThat(example).contains("sleep 30");
        return example.replace("sleep 30", "sleep " + seconds);
    }
}
