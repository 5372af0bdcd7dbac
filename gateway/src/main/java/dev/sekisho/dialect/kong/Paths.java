package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.dialect.kong.entity.Regexes;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The paths of a route, those of one rank together: all regular expressions, and plain ones by their length. From format 3.0 on an
 * expression starts with {@code ~}; before, a path is one that has other characters than plain paths have.
 */
final class Paths {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9.\\-_~/%]*");

    private Paths() {}

    /**
     * Paths of one rank.
     *
     * @param regex whether they are regular expressions
     * @param length length of plain ones
     */
    record Group(boolean regex, int length, List<PathPattern> patterns) {}

    /** The groups in the order of their first paths; one without patterns where the route has no paths. */
    static List<Group> of(Entity route, boolean legacy, Report report) {
        Map<Integer, List<PathPattern>> groups = new LinkedHashMap<>();
        for (String path : route.texts("paths")) {
            boolean regex = legacy ? !PLAIN.matcher(path).matches() : path.startsWith("~");
            Optional<PathPattern> pattern = regex ? regex(path, route, report) : plain(path, route, report);
            pattern.ifPresent(p -> groups.computeIfAbsent(regex ? -1 : path.length(), key -> new ArrayList<>())
                    .add(p));
        }
        if (groups.isEmpty()) {
            return List.of(new Group(false, 0, List.of()));
        }
        List<Group> all = new ArrayList<>();
        groups.forEach(
                (length, patterns) -> all.add(new Group(length < 0, Math.max(0, length), List.copyOf(patterns))));
        return all;
    }

    private static Optional<PathPattern> regex(String path, Entity route, Report report) {
        String anchored = Regexes.anchored(path.startsWith("~") ? path.substring(1) : path);
        Optional<String> problem = Regexes.problem(anchored);
        if (problem.isPresent()) {
            String fix = "write it without look-around, back-references and possessive quantifiers";
            report.add(Kinds.REGEX, route.at("paths", path), "paths: " + problem.get(), fix);
            return Optional.empty();
        }
        return Optional.of(new PathPattern.Regex(anchored));
    }

    private static Optional<PathPattern> plain(String path, Entity route, Report report) {
        if (!path.matches("/[!-~&&[^?#]]*")) {
            String message =
                    "paths: " + Shown.text(path) + " (expected: a path that starts with /, without query and blanks,"
                            + " or ~ and a regular expression)";
            report.add(
                    ReaderKinds.VALUE,
                    route.at("paths", path),
                    message,
                    path.startsWith("/") ? "" : "write /" + Shown.text(path));
            return Optional.empty();
        }
        return Optional.of(new PathPattern.Start(path));
    }
}
