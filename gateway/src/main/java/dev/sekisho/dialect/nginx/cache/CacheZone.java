package dev.sekisho.dialect.nginx.cache;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Size;
import dev.sekisho.policy.cache.CacheConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a cache keeps what it has: a {@code proxy_cache_path}.
 *
 * @param name of its zone
 * @param disk its folder, size and how long what nobody asks for stays
 */
record CacheZone(String name, CacheConfig.Disk disk) {

    private static final Duration INACTIVE = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long LEAST = 16L << 20; // bytes, of a disk of the policy
    private static final long UNBOUNDED = 10L << 30; // bytes, where nginx has no bound
    private static final List<String> NOTHING = List.of("levels", "use_temp_path", "loader_", "manager_", "purger");

    /** Reads one, and reports what of it is not honoured. */
    static Optional<CacheZone> of(Translation in, Directive path) {
        String name = value(path, "keys_zone")
                .map(text -> text.substring(0, Math.max(0, text.lastIndexOf(':'))))
                .orElse("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        long size = value(path, "max_size")
                .map(text -> Values.offset(text).orElse(0))
                .orElse(0L);
        Duration inactive = value(path, "inactive")
                .map(text -> Duration.ofMillis(Values.milliseconds(text).orElse(INACTIVE.toMillis())))
                .orElse(INACTIVE);
        report(in, path, size);
        return Optional.of(new CacheZone(
                name,
                new CacheConfig.Disk(
                        in.file(path.arg(0)).replaceAll("/+$", "") + "/sekisho",
                        new Size(size == 0 ? UNBOUNDED : Math.max(size, LEAST)),
                        inactive.compareTo(LONGEST) > 0
                                ? LONGEST
                                : inactive.isZero() ? Duration.ofSeconds(1) : inactive)));
    }

    private static void report(Translation in, Directive path, long size) {
        in.report()
                .add(
                        DraftKinds.DIFFERS,
                        path.at(),
                        path + " responses are kept in memory and in " + path.arg(0) + "/sekisho"
                                + (size == 0 ? ", up to " + new Size(UNBOUNDED) : "") + ", in a form of their own.",
                        "");
        if (value(path, "min_free").isPresent()) {
            in.report()
                    .add(
                            DraftKinds.DIFFERS,
                            path.at(),
                            path + " min_free: space on the disk is not watched.",
                            "set max_size to what may be taken");
        }
        List<String> unused = path.texts().stream()
                .skip(1)
                .filter(text -> NOTHING.stream().anyMatch(text::startsWith))
                .toList();
        if (!unused.isEmpty()) {
            in.report()
                    .add(
                            DraftKinds.NO_EFFECT,
                            path.at(),
                            path + " " + String.join(" ", unused)
                                    + ": how files lie on disk and are cleared is done in another way.",
                            "");
        }
    }

    private static Optional<String> value(Directive path, String name) {
        return path.texts().stream()
                .skip(1)
                .filter(text -> text.startsWith(name + "="))
                .map(text -> text.substring(name.length() + 1))
                .reduce((first, last) -> last);
    }
}
