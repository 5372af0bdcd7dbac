package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Rewrite;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code request-transformer}: changes fields, query, body, method and path of requests. */
final class RequestTransformerPlugin implements Plugin {

    private static final String HOST = "(?i)host";

    private static final Schema SCHEMA = Schema.of(
            Field.text("http_method"),
            lists("remove"),
            lists("rename"),
            Field.record(
                    "replace",
                    Field.texts("body"),
                    Field.texts("headers"),
                    Field.texts("querystring"),
                    Field.text("uri")),
            lists("add"),
            lists("append"));

    private static Field lists(String name) {
        return Field.record(name, Field.texts("body"), Field.texts("headers"), Field.texts("querystring"));
    }

    @Override
    public String name() {
        return "request-transformer";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policies `request-headers`, `request-line` and `request-body`; bodies over 1 MiB are refused where"
                + " they are to be changed";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        Edits.Values templates = (list, field, _, text) -> Templates.of(text, list, field, into);
        headers(Edits.of(settings, "headers", true, into, templates), settings, into);
        line(settings, Edits.of(settings, "querystring", false, into, templates), into);
        body(Edits.of(settings, "body", false, into, templates), settings, into);
    }

    /** Host is no field like others: Kong changes it by replace alone. */
    private static void headers(Edits given, Settings settings, Translation into) {
        given.replace().entrySet().stream()
                .filter(entry -> entry.getKey().matches(HOST))
                .findFirst()
                .ifPresent(entry -> host(entry.getValue(), settings, into));
        Edits edits = given.without(name -> name.matches(HOST));
        if (!edits.isEmpty()) {
            edits.passes("setIfAbsent", "add").forEach(pass -> into.policy("request-headers", pass));
        }
    }

    private static void host(String host, Settings settings, Translation into) {
        if (into.isOfSome() || host.contains("{")) {
            into.refuse(
                    settings.part("replace"),
                    "headers",
                    "Host is set for all requests of a route, without templates",
                    "give the route a plugin of its own, or the service the host");
            return;
        }
        into.route(route -> SettingsMaker.with(route, "rewrite", SettingsMaker.with(route.rewrite(), "host", host)));
    }

    private static void line(Settings settings, Edits query, Translation into) {
        Optional<String> method =
                settings.text("http_method").filter(text -> !text.isEmpty()).map(text -> text.toUpperCase(Locale.ROOT));
        method.ifPresent(name -> method(name, settings, into));
        Optional<String> path = settings.part("replace")
                .text("uri")
                .filter(uri -> !uri.isEmpty())
                .flatMap(uri -> uri(uri, settings, into));
        if (query.isEmpty() && method.isEmpty() && path.isEmpty()) {
            return;
        }
        List<Map<String, Object>> passes = query.passes("setIfAbsent", "add");
        for (int i = 0; i < passes.size(); i++) {
            Map<String, Object> values = new HashMap<>();
            values.put("query", passes.get(i));
            if (i == 0) {
                values.put("method", method);
                values.put("path", path);
            }
            into.policy("request-line", values);
        }
    }

    private static void method(String method, Settings settings, Translation into) {
        if (!method.matches("[A-Z]+") || method.matches("HEAD|CONNECT|TRACE")) {
            into.refuse(
                    settings, "http_method", "not every answer to it could be passed on", "use GET, or another method");
        }
        if (method.equals("GET")) {
            into.differs(
                    settings, "http_method", "a form in the body stays there, where Kong puts it into the query", "");
        }
    }

    /** Kong's path is the one that the service gets: what the route would do to it does not count any more. */
    private static Optional<String> uri(String uri, Settings settings, Translation into) {
        Settings replace = settings.part("replace");
        if (into.isOfSome()) {
            into.refuse(
                    replace, "uri", "a path is set for all requests of a route", "give the route a plugin of its own");
            return Optional.empty();
        }
        String path = Templates.of(uri, replace, "uri", into);
        if (!path.startsWith("/")) {
            into.wrong(replace, "uri", uri, "a path that begins with a slash");
            return Optional.empty();
        }
        into.route(route -> SettingsMaker.with(
                route,
                "rewrite",
                SettingsMaker.with(Rewrite.NONE, "host", route.rewrite().host())));
        return Optional.of(path);
    }

    private static void body(Edits edits, Settings settings, Translation into) {
        if (edits.isEmpty()) {
            return;
        }
        into.differs(
                settings,
                "add",
                "body: a body of multipart/form-data passes unchanged, and JSON that cannot be read is refused, where"
                        + " Kong changes the one and passes the other",
                "");
        List<Map<String, Object>> forms = edits.passes("setIfAbsent", "add");
        List<Map<String, Object>> jsons =
                JsonBody.quoted(edits).named(JsonBody::path).passes("add", "append");
        for (int i = 0; i < forms.size(); i++) {
            into.policy(
                    "request-body",
                    Map.of("json", jsons.get(i), "form", forms.get(i), "contentTypes", List.of("application/json")));
        }
    }
}
