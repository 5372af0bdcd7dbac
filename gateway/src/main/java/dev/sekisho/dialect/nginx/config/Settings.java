package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The directives that count on a level, its own and those that it inherits. A directive is inherited only where the level
 * has none of its name: one value is replaced, a list such as that of {@code add_header} is replaced whole. Two names that
 * make one list count as one ({@code allow} and {@code deny}; {@code root} and {@code alias}). Directives of the rewrite
 * module and those that answer a request are not inherited, but what answers is by an {@code if} or {@code limit_except}
 * within a location. Immutable, thread-safe.
 */
public final class Settings {

    /** Outside all levels: nothing but defaults. */
    public static final Settings NONE = new Settings(Map.of(), Set.of());

    /** What answers a request. */
    public static final Set<String> HANDLERS = Set.of(
            "proxy_pass",
            "grpc_pass",
            "fastcgi_pass",
            "uwsgi_pass",
            "scgi_pass",
            "memcached_pass",
            "empty_gif",
            "stub_status",
            "flv",
            "mp4",
            "api",
            "status",
            "hls",
            "f4f");

    private static final Set<String> NEVER = Set.of(
            "rewrite",
            "return",
            "break",
            "if",
            "set",
            "location",
            "listen",
            "server_name",
            "server",
            "upstream",
            "limit_except",
            "internal",
            "try_files",
            "random_index",
            "map",
            "geo",
            "split_clients",
            "charset_map",
            "log_format",
            "limit_req_zone",
            "limit_conn_zone",
            "proxy_cache_path",
            "fastcgi_cache_path",
            "uwsgi_cache_path",
            "scgi_cache_path",
            "health_check",
            "match",
            "upstream_conf");

    private final Map<String, List<Directive>> effective;
    private final Set<String> own;

    private Settings(Map<String, List<Directive>> effective, Set<String> own) {
        this.effective = Map.copyOf(effective);
        this.own = Set.copyOf(own);
    }

    /** The settings of a server, location or stream within what surrounds it. */
    static Settings of(List<Directive> directives, Settings outer) {
        return of(directives, outer, false);
    }

    /** The settings of an {@code if} or {@code limit_except}, which answers as its location does unless it says otherwise. */
    static Settings ofCondition(List<Directive> directives, Settings location) {
        return of(directives, location, true);
    }

    private static Settings of(List<Directive> directives, Settings outer, boolean condition) {
        Map<String, List<Directive>> level = new LinkedHashMap<>();
        directives.forEach(each -> level.computeIfAbsent(key(each.name()), key -> new ArrayList<>())
                .add(each));
        Map<String, List<Directive>> effective = new HashMap<>(level);
        boolean answers = level.keySet().stream().anyMatch(HANDLERS::contains);
        outer.effective.forEach((key, inherited) -> {
            boolean handler = HANDLERS.contains(key);
            boolean passes = handler ? condition && !answers : !NEVER.contains(key);
            if (passes) {
                effective.putIfAbsent(key, inherited);
            }
        });
        effective.replaceAll((key, list) -> List.copyOf(list));
        return new Settings(effective, new HashSet<>(level.keySet()));
    }

    private static String key(String name) {
        return switch (name) {
            case "deny" -> "allow";
            case "alias" -> "root";
            default -> name;
        };
    }

    /** All directives of this name that count here, in order; for {@code allow} those of {@code deny} too. */
    public List<Directive> all(String name) {
        return effective.getOrDefault(key(name), List.of());
    }

    /** The directive of this name that counts here; the last where there are many. */
    public Optional<Directive> one(String name) {
        List<Directive> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** The same, or the default. */
    public Optional<Directive> orDefault(String name) {
        return one(name).or(() -> Defaults.of(name));
    }

    /** The first argument of the directive, or of its default; empty where there is neither. */
    public String text(String name) {
        return orDefault(name)
                .filter(each -> !each.args().isEmpty())
                .map(each -> each.arg(0))
                .orElse("");
    }

    /** Whether it says {@code on}, itself or by default. */
    public boolean isOn(String name) {
        return text(name).equalsIgnoreCase("on");
    }

    /** Its time in milliseconds. */
    public OptionalLong milliseconds(String name) {
        return Values.milliseconds(text(name));
    }

    /** Its bytes. */
    public OptionalLong bytes(String name) {
        return Values.offset(text(name));
    }

    /** Whether it stands on this very level. */
    public boolean isOwn(String name) {
        return own.contains(key(name));
    }

    /** What answers a request here. */
    public Optional<Directive> handler() {
        return HANDLERS.stream().flatMap(name -> one(name).stream()).findFirst();
    }

    /** The names that count here. */
    public Set<String> names() {
        return effective.keySet();
    }
}
