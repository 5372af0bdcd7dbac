package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.kong.plugin.Field.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of plugins in docs/kong-plugins.md, made of their schemas. */
public final class PluginTable {

    private static final String HEAD = """
        # Kong's plugins

        This file is generated from the code (`PluginTableTest`); do not edit it.

        Every plugin of Kong's open-source bundle (3.9) is translated to policies of the gateway, or refused with the reason. `sekisho check
        kong.yml` tells each field that cannot be honoured, with its line; a field at its default is never told, so files of `deck dump`
        load. Earlier names of fields (`whitelist`, `redis_host`) are read as well. *Without effect* are fields that may have any value:
        what they change in Kong has no counterpart that a client or service could see.

        ## Translated

        | plugin | done by | fields honoured | without effect | refused unless at the default |
        |---|---|---|---|---|
        """;

    private static final String REFUSED = """

        ## Refused

        A file with one of these is refused, unless the plugin is disabled (`enabled: false`).

        | plugin | why | in its place |
        |---|---|---|
        """;

    private PluginTable() {}

    /** The whole file. */
    public static String text() {
        StringBuilder out = new StringBuilder(HEAD);
        Bundle.plugins().values().forEach(plugin -> out.append(row(plugin)));
        out.append(REFUSED);
        for (String name : Bundle.names()) {
            Refusals.of(name)
                    .ifPresent(refusal ->
                            out.append("| `" + name + "` | " + refusal.why() + " | " + refusal.fix() + " |\n"));
        }
        return out.toString();
    }

    private static String row(Plugin plugin) {
        List<String> honoured = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        collect("", plugin.schema().fields(), honoured, idle, refused);
        plugin.schema().aliases().forEach(alias -> honoured.add("`" + alias.name() + "` (= `" + alias.field() + "`)"));
        return List.of(
                        "`" + plugin.name() + "`",
                        plugin.by(),
                        list(honoured, ", "),
                        list(idle, "; "),
                        list(refused, "; "))
                .stream()
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String list(List<String> items, String between) {
        return items.isEmpty() ? "–" : String.join(between, items);
    }

    private static void collect(
            String path, List<Field> fields, List<String> honoured, List<String> idle, List<String> refused) {
        for (Field field : fields) {
            String name = path + field.name();
            if (field.use() instanceof Use.Honoured && !field.fields().isEmpty()) {
                collect(
                        name + (field.form() == Field.Form.RECORD ? "." : "[]."),
                        field.fields(),
                        honoured,
                        idle,
                        refused);
                continue;
            }
            switch (field.use()) {
                case Use.Honoured _ -> honoured.add("`" + name + "`");
                case Use.Idle(String why) -> idle.add("`" + name + "`: " + why);
                case Use.Refused(String why, String _) -> refused.add("`" + name + "`: " + why);
            }
        }
    }
}
