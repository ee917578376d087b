package dev.hawser.config.declarative;

import java.util.LinkedHashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The keys of the mapping that a text begins with; those before a syntax error when there is one. */
final class TopLevelKeys {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

    private final Set<String> keys = new LinkedHashSet<>();
    private int depth;
    private Expected expected = Expected.KEY;

    /** What the next node of the mapping is. */
    private enum Expected {
        KEY,
        VALUE
    }

    private TopLevelKeys() {}

    /** The keys of the first document of YAML or JSON; none when it is no mapping. */
    static Set<String> of(String text) {
        TopLevelKeys found = new TopLevelKeys();
        try {
            // Tabs may indent JSON, but not YAML; here they make no difference.
            for (Event event : new Parse(SETTINGS).parseString(text.replace('\t', ' '))) {
                if (event instanceof DocumentEndEvent || (found.depth == 0 && event instanceof SequenceStartEvent)) {
                    break;
                }
                found.read(event);
            }
        } catch (YamlEngineException e) {
            // What was found before the error is what there is.
        }
        return found.keys;
    }

    private void read(Event event) {
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        if (event instanceof NodeEvent && depth == 1) {
            if (expected == Expected.KEY && event instanceof ScalarEvent key) {
                keys.add(key.getValue());
            }
            expected = expected == Expected.KEY ? Expected.VALUE : Expected.KEY;
        }
        if (event instanceof CollectionStartEvent) {
            depth++;
        }
    }
}
