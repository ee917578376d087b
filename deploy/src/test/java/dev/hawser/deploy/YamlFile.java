package dev.hawser.deploy;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes a Kubernetes object as a file of this repository: keys sorted, lines no longer than a page is wide. */
final class YamlFile {

    private static final DumpSettings STYLE = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(110)
            // Words that are no text in YAML 1.1, which kubectl reads, are quoted: True, No.
            .setSchema(new CoreSchema())
            .build();

    private YamlFile() {}

    static String write(String comment, Object object) {
        KubernetesSerialization json = new KubernetesSerialization();
        Object tree = json.unmarshal(json.asJson(object), Map.class);
        return "# " + comment + "\n" + new Dump(STYLE).dumpToString(plain(tree));
    }

    /** Maps are sorted by key, and numbers without a fraction are written without one. */
    private static Object plain(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()),
                                entry -> plain(entry.getValue()),
                                (first, _) -> first,
                                TreeMap::new));
            case List<?> list -> list.stream().map(YamlFile::plain).toList();
            case Double number when number == Math.rint(number) -> number.longValue();
            default -> value;
        };
    }
}
