package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Durations;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.BlobStore;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.cache.rule.Freshness;
import dev.sekisho.policy.cache.rule.StorageRules;
import dev.sekisho.policy.cache.store.CacheStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code cache}: a shared cache before the backend (RFC 9111), with the settings of nginx's proxy_cache where it has such. */
public final class Cache implements PolicyType<CacheConfig> {

    static final String NAME = "cache";

    /** Response fields that can be told not to count. */
    private static final Set<String> IGNORABLE = Set.of(
            "cache-control",
            "expires",
            "vary",
            "set-cookie",
            "surrogate-control",
            "cdn-cache-control",
            "x-accel-expires");

    private static final List<StatusPattern> ERRORS = List.of(
            new StatusPattern(500, 500),
            new StatusPattern(502, 502),
            new StatusPattern(503, 503),
            new StatusPattern(504, 504));

    private static final int MEMORY_SHARE = 4; // of the memory, at most, for one response

    /** What is shared by policies: equal for the same storage. */
    private record Storage(long memory, Optional<CacheConfig.Disk> disk) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<CacheConfig> configType() {
        return CacheConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(CacheConfig config, PolicyContext context) {
        if (config.maxObject().bytes() > config.memory().bytes() / MEMORY_SHARE) {
            throw new IllegalArgumentException("maxObject: " + config.maxObject() + " (expected: a quarter of memory, "
                    + new Size(config.memory().bytes() / MEMORY_SHARE) + ", at most)");
        }
        Settings settings = settings(config);
        CacheStore store = context.shared(
                CacheStore.class,
                new Storage(config.memory().bytes(), config.disk()),
                () -> new CacheStore(
                        config.memory().bytes(),
                        disk(config, context),
                        context.clock(),
                        context.counter(
                                "api_gateway_cache_evictions_total",
                                "Responses that had to leave the memory of caches for want of room.",
                                List.of(),
                                List.of())));
        Signs signs = new Signs(settings.key());
        Intake intake = new Intake(settings, store, context.clock());
        Answers answers = new Answers(settings, store, context.clock());
        Lookup lookup = new Lookup(settings, store, signs, intake, answers);
        return new CachePolicy(settings, store, lookup, answers, new Counts(context));
    }

    private static BlobStore disk(CacheConfig config, PolicyContext context) {
        return config.disk()
                .map(disk -> context.openDisk(new BlobStore.Settings(
                        Path.of(disk.path()),
                        disk.size().bytes(),
                        Math.max(
                                1,
                                Math.min(
                                        config.memory().bytes() / MEMORY_SHARE,
                                        disk.size().bytes() / 4)),
                        disk.inactive())))
                .orElse(BlobStore.NONE);
    }

    private static Settings settings(CacheConfig config) {
        CacheConfig.StaleIfError error = config.staleIfError();
        Freshness freshness =
                new Freshness(config.times(), config.heuristic(), config.staleWhileRevalidate(), error.period());
        KeyTemplate key = config.asNginx()
                .map(nginx -> KeyTemplate.ofText(nginx.key()))
                .orElseGet(() -> KeyTemplate.parse(config.key(), config.varyByHeaders()));
        boolean exact = config.asNginx().isPresent() || !error.statuses().isEmpty();
        return new Settings(
                methods(config),
                key,
                new StorageRules(freshness, ignored(config)),
                KeptTypes.of(config.contentTypes()),
                RequestTest.of("bypass", config.bypass()),
                RequestTest.of("noStore", config.noStore()),
                config.clientDirectives() == CacheConfig.ClientControl.HONOUR,
                config.cookies() == CacheConfig.Cookies.EXPLICIT,
                exact ? error.statuses() : ERRORS,
                config.coalesce().enabled() ? config.coalesce().timeout().toNanos() : 0,
                config.fillRanges(),
                config.maxObject().bytes(),
                statusHeader(config),
                config.showSurrogateKey(),
                config.asNginx()
                        .map(nginx -> NginxMode.of(nginx, freshness, ignored(config)))
                        .orElse(null));
    }

    private static Optional<HeaderName> statusHeader(CacheConfig config) {
        return config.statusHeader().isEmpty()
                ? Optional.empty()
                : Optional.of(FieldNames.changeable("statusHeader", config.statusHeader(), FieldNames.Head.RESPONSE));
    }

    private static Set<Method> methods(CacheConfig config) {
        Set<Method> methods = new HashSet<>();
        for (int i = 0; i < config.methods().size(); i++) {
            String name = config.methods().get(i);
            if (!name.equals("GET") && !name.equals("HEAD")) {
                throw new IllegalArgumentException("methods[" + i + "]: " + FieldNames.printable(name)
                        + " (expected: GET or HEAD; answers to other methods are not kept)");
            }
            methods.add(name.equals("GET") ? Method.GET : Method.HEAD);
        }
        return methods.isEmpty() ? Set.of(Method.GET, Method.HEAD) : methods;
    }

    private static Set<String> ignored(CacheConfig config) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < config.ignore().size(); i++) {
            String name = config.ignore().get(i).toLowerCase(Locale.ROOT);
            if (!IGNORABLE.contains(name)) {
                throw new IllegalArgumentException("ignore[" + i + "]: "
                        + FieldNames.printable(config.ignore().get(i)) + " (expected: one of "
                        + IGNORABLE.stream().sorted().collect(Collectors.joining(", ")) + ")");
            }
            names.add(name);
        }
        return names;
    }

    @Override
    public String describe(CacheConfig config) {
        List<String> parts = new ArrayList<>();
        parts.add("keeps responses"
                + (config.asNginx().isPresent() ? " as nginx" : "") + " under "
                + config.asNginx().map(CacheConfig.AsNginx::key).orElse(config.key())
                + (config.varyByHeaders().isEmpty() ? "" : " and " + String.join(", ", config.varyByHeaders())));
        String times = config.ttl().entrySet().stream()
                .map(e -> e.getKey() + " for " + Durations.format(e.getValue()))
                .collect(Collectors.joining(", "));
        parts.add(times.isEmpty() ? "for as long as they say" : "for as long as they say, else " + times);
        if (!config.staleWhileRevalidate().isZero()) {
            parts.add("stale while fetched anew for " + Durations.format(config.staleWhileRevalidate()));
        }
        if (!config.staleIfError().period().isZero()) {
            parts.add("stale on errors for "
                    + Durations.format(config.staleIfError().period()));
        }
        if (!config.ignore().isEmpty()) {
            parts.add("whatever " + String.join(", ", config.ignore()) + " say");
        }
        parts.add("up to " + config.maxObject() + " each, " + config.memory() + " of memory"
                + config.disk().map(d -> ", " + d.size() + " in " + d.path()).orElse(""));
        return String.join("; ", parts);
    }
}
