package dev.sekisho.snapshot;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.upstream.Rewriter;
import dev.sekisho.dataplane.upstream.Rewriter.PathChange;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the rewriter of a route. */
public final class Rewriters {

    private Rewriters() {}

    /** The rewriter of a route with these variables. */
    public static Rewriter of(Route route, List<String> variables) {
        Rewrite rewrite = route.rewrite();
        PathChange change = change(route, rewrite, variables);
        if (rewrite.host().equals("keep")) {
            return change instanceof PathChange.Keep ? Rewriter.NONE : new Rewriter(change, null, false);
        }
        boolean target = rewrite.host().equals("target");
        return new Rewriter(change, target ? null : Ascii.bytes(rewrite.host()), target);
    }

    private static PathChange change(Route route, Rewrite rewrite, List<String> variables) {
        if (rewrite.stripPrefix().isPresent()) {
            return new PathChange.Prefix(List.of(trimmed(rewrite.stripPrefix().get())), "");
        }
        if (rewrite.prefix().isPresent()) {
            return new PathChange.Prefix(
                    prefixes(route), trimmed(rewrite.prefix().get()));
        }
        if (rewrite.path().isPresent()) {
            return new PathChange.Template(rewrite.path().get(), variables);
        }
        if (rewrite.regex().isPresent()) {
            RegexRewrite regex = rewrite.regex().get();
            return new PathChange.Regex(Pattern.compile(regex.pattern()), regex.replacement());
        }
        return new PathChange.Keep();
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The prefixes that the route matches, the longest first. */
    private static List<String> prefixes(Route route) {
        List<String> found = new ArrayList<>();
        for (PathPattern pattern : route.match().path()) {
            if (pattern instanceof PathPattern.Prefix prefix) {
                found.add(prefix.path());
            }
        }
        found.sort(Comparator.comparingInt(String::length).reversed());
        return found;
    }
}
