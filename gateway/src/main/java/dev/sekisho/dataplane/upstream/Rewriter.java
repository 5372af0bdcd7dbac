package dev.sekisho.dataplane.upstream;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes path and Host on the way to the upstream. What comes out is normalised and checked again ({@link ForwardPath}). Where a
 * policy has changed the path before, prefixes and expressions are those of its path. Thread-safe.
 */
public final class Rewriter {

    /** Changes nothing. */
    public static final Rewriter NONE = new Rewriter(new PathChange.Keep(), null, false);

    /** How the path changes. */
    public sealed interface PathChange {
        /** Not at all. */
        record Keep() implements PathChange {}

        /** A prefix goes, and another comes in its place; the first one that fits. */
        record Prefix(List<String> remove, String put) implements PathChange {}

        /** A new path with the values of template variables, by their names. */
        record Template(String path, List<String> variables) implements PathChange {}

        /** The first match of an expression is replaced. */
        record Regex(Pattern pattern, String replacement) implements PathChange {}
    }

    private final PathChange change;
    private final byte @Nullable [] host;
    private final boolean hostOfTarget;

    /**
     * A rewrite of path and Host.
     *
     * @param host the new Host, or null to keep it
     * @param hostOfTarget whether the Host becomes the address of the target that is chosen
     */
    public Rewriter(PathChange change, byte @Nullable [] host, boolean hostOfTarget) {
        this.change = change;
        this.host = host;
        this.hostOfTarget = hostOfTarget;
    }

    /** Changes the request; gives why the new path is refused, or {@link Reason#NONE}. */
    public Reason apply(Exchange x) {
        if (host != null) {
            x.request().headers().set(HeaderName.HOST, host);
        }
        if (hostOfTarget) {
            x.request().headers().remove(HeaderName.HOST); // written for the target that is chosen
        }
        return switch (change) {
            case PathChange.Keep ignored -> Reason.NONE;
            case PathChange.Prefix prefix -> prefix(x, prefix);
            case PathChange.Template template -> ForwardPath.put(x.request(), template(x, template));
            case PathChange.Regex regex -> regex(x, regex);
        };
    }

    private static Reason prefix(Exchange x, PathChange.Prefix prefix) {
        RequestHead head = x.request();
        String path = head.forwardText(); // which a policy may have changed
        for (String remove : prefix.remove()) {
            if (path.startsWith(remove) && (path.length() == remove.length() || path.charAt(remove.length()) == '/')) {
                if (prefix.put().isEmpty() && !remove.isEmpty()) {
                    head.headers().set(HeaderName.X_FORWARDED_PREFIX, remove);
                }
                String rest = prefix.put() + path.substring(remove.length());
                return ForwardPath.put(head, rest.isEmpty() ? "/" : rest);
            }
        }
        return Reason.NONE;
    }

    private static String template(Exchange x, PathChange.Template template) {
        String path = template.path();
        byte[] bytes = x.request().headers().bytes();
        for (int i = 0; i < template.variables().size(); i++) {
            String value = Ascii.string(bytes, x.captureStart(i), x.captureEnd(i));
            path = path.replace("{" + template.variables().get(i) + "}", value);
        }
        return path;
    }

    private static Reason regex(Exchange x, PathChange.Regex regex) {
        Matcher matcher = regex.pattern().matcher(x.request().forwardText());
        return matcher.find() ? ForwardPath.put(x.request(), matcher.replaceFirst(regex.replacement())) : Reason.NONE;
    }
}
