package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Field;
import dev.sekisho.dialect.kong.entity.Schema;
import dev.sekisho.dialect.kong.entity.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of docs/kong.md, made of the schemas of entities and of Kong's form. */
final class EntityTable {

    private static final String HEAD = """
        # Kong's files

        This file is generated from the code (`EntityTableTest`); do not edit it.

        What is read of Kong's declarative configuration, field by field; how it becomes a model stands in the
        [README of the dialect](../gateway/src/main/java/dev/sekisho/dialect/kong/README.md), what plugins become in
        [kong-plugins.md](kong-plugins.md). Each finding has its line and a kind, which `sekisho help KIND` explains: `kong.unsupported` is an
        error, since serving without the field would do something else than the file says; `kong.differs` a warning; `kong.no-effect` tells
        that nothing has to be done. A field at its default is never told. `id`, `tags` and dates are read everywhere and ask for nothing.

        ## Entities

        | entity | honoured | told |
        |---|---|---|
        """;

    private static final String FORM = """

        ## Answers in Kong's form

        With `--kong-headers` (of `run`, `check`, `convert`, `explain`, `test` and `quickstart`) answers and requests have the form of %s. Left
        out they have the gateway's own, which says more of an error (`error`, `requestId`) and tells strangers neither what stands before the
        services nor how long these take; who has clients that compare Kong's bodies or read its fields turns it on. All of it is policies of
        the model (`answer-headers`, `error-pages`, `request-headers`), which `sekisho convert --kong-headers` shows.

        | where | what |
        |---|---|
        | answers of services | `X-Kong-Upstream-Latency`, `X-Kong-Proxy-Latency`, `X-Kong-Request-Id`, and `Via` with `1.1 %s` at its end |
        | answers of the gateway | `X-Kong-Response-Latency`, `X-Kong-Request-Id`, `Server: %s` |
        | requests to services | `X-Forwarded-Path`, `X-Forwarded-Prefix` where a plain path is stripped, `X-Kong-Request-Id`, `Via`, `X-Credential-Identifier` where a plugin asks for credentials; `X-Consumer-ID`, `-Username`, `-Custom-ID` and `X-Anonymous-Consumer` are told without the option too |
        | errors | `message` and `request_id` as JSON, HTML, XML or plain text, as `Accept` says; JSON where it does not |

        Differences that remain: the media type of JSON has no charset, except where no route fits and where TLS is asked for, whose answers
        are JSON in any case; `jwt` says `Unauthorized` of every token that it does not take and `token expired` of an expired one, where Kong
        has a text for each fault; where several plugins ask for credentials all of them say `Unauthorized`; requests that are refused before a
        route is looked for (a malformed head, say) get the gateway's own answer; the prefix that an expression matched is not told;
        `X-Kong-Upstream-Status` is not sent, as by default.

        | reason or status | `message` |
        |---|---|
        """;

    /** What code tells beyond the schemas. */
    private static final Map<String, String> REMARKS = Map.of(
            "upstream.hash_on",
            "`uri_capture` (`kong.unsupported`); of `cookie`: the cookie is read, but not set (`kong.differs`)",
            "upstream.hash_fallback",
            "all but `ip`: what has no key of `hash_on` goes by the client's address (`kong.differs`)",
            "upstream.healthchecks.threshold",
            "not honoured (`kong.differs`)",
            "upstream.healthchecks.active.headers",
            "not sent with probes (`kong.differs`)",
            "route.sources[].port",
            "on routes of HTTP (`kong.unsupported`)",
            "route.destinations[].ip",
            "on routes of HTTP (`kong.unsupported`)",
            "vault.name",
            "all but `env` (`kong.unsupported`)",
            "OAuth 2.0 credential.client_id",
            "no tokens are given out (`kong.unsupported`)",
            "mtls-auth credential.ca_certificate",
            "the name counts whatever authority has signed (`kong.differs`)");

    private static final Set<String> EVERYWHERE =
            Set.of("id", "tags", "created_at", "updated_at", "ws_id", "_comment", "_ignore");

    private final Map<String, Schema> entities = new LinkedHashMap<>();

    private EntityTable() {
        find(FileTables.FILE);
    }

    /** The whole file. */
    static String text() {
        StringBuilder out = new StringBuilder(HEAD);
        EntityTable table = new EntityTable();
        out.append(table.row("file", FileTables.FILE));
        table.entities.forEach((label, schema) -> out.append(table.row(label, schema)));
        out.append(FORM.formatted(KongForm.PRODUCT, KongForm.PRODUCT, KongForm.PRODUCT));
        KongMessages.of(List.of()).forEach((key, message) -> out.append("| `" + key + "` | " + message + " |\n"));
        return out.toString();
    }

    /** Entities that stand in lists of their own, wherever they stand. */
    private void find(Schema within) {
        for (Field field : within.fields().values()) {
            if (field.type() instanceof Type.ListOf(Type.Fields(var schema))
                    && schema.get().fields().containsKey("id")
                    && entities.putIfAbsent(schema.get().label(), schema.get()) == null) {
                find(schema.get());
            }
        }
    }

    private String row(String label, Schema schema) {
        List<String> honoured = new ArrayList<>();
        List<String> told = new ArrayList<>();
        collect(label + ".", "", schema, honoured, told);
        return "| " + label + " | " + list(honoured, ", ") + " | " + list(told, "; ") + " |\n";
    }

    private static String list(List<String> items, String between) {
        return items.isEmpty() ? "–" : String.join(between, items);
    }

    private void collect(String entity, String path, Schema schema, List<String> honoured, List<String> told) {
        for (Field field : schema.fields().values()) {
            String name = path + field.name();
            if (path.isEmpty() && EVERYWHERE.contains(field.name())) {
                continue;
            }
            if (field.excuse().isPresent()) {
                Field.Excuse excuse = field.excuse().get();
                told.add("`" + name + "`: " + excuse.message() + " (`"
                        + excuse.kind().code() + "`)");
                continue;
            }
            Set<Schema> inner = inner(field.type());
            if (inner.isEmpty()) {
                honoured.add("`" + name + "`");
            }
            inner.forEach(within -> collect(
                    entity, name + (field.type() instanceof Type.ListOf ? "[]." : "."), within, honoured, told));
            String remark = REMARKS.get(entity + name);
            if (remark != null) {
                told.add("`" + name + "`: " + remark);
            }
        }
    }

    /** The schema of what has none in a row of its own. */
    private Set<Schema> inner(Type type) {
        Set<Schema> inner = new LinkedHashSet<>();
        if (type instanceof Type.Fields(var schema)) {
            inner.add(schema.get());
        } else if (type instanceof Type.ListOf(Type.Fields(var schema))
                && !entities.containsKey(schema.get().label())) {
            inner.add(schema.get());
        }
        return inner;
    }

    /** What remarks speak of, for the test that holds them to the schemas. */
    static Set<String> remarks() {
        return REMARKS.keySet();
    }

    /** Every field, with its entity. */
    static Set<String> fields() {
        EntityTable table = new EntityTable();
        Set<String> fields = new LinkedHashSet<>();
        table.entities.forEach((label, schema) -> {
            List<String> names = new ArrayList<>();
            table.collect(label + ".", "", schema, names, new ArrayList<>());
            names.forEach(name -> fields.add(label + "." + name.replace("`", "")));
        });
        return fields;
    }
}
