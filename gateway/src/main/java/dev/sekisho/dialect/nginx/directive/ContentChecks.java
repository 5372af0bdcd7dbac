package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Directives about files, fields of responses and their bodies. */
final class ContentChecks {

    private static final long DAY = 86_400; // seconds
    private static final Set<Long> WINDOWS = Set.of(512L, 1024L, 2048L, 4096L, 8192L, 16_384L, 32_768L);
    private static final Set<Long> HASHES =
            Set.of(512L, 1024L, 2048L, 4096L, 8192L, 16_384L, 32_768L, 65_536L, 131_072L);

    private ContentChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("add_header", ContentChecks::addHeader);
        checks.put("add_trailer", ContentChecks::addHeader);
        checks.put("expires", ((Check) ContentChecks::expires).once());
        checks.put("index", ContentChecks::index);
        checks.put("open_file_cache", ((Check) ContentChecks::openFileCache).once());
        checks.put("aio", ((Check) ContentChecks::aio).once());
        checks.put("directio", ((Check) ContentChecks::directio).once());
        checks.put("gzip_window", ContentChecks::window);
        checks.put("gzip_hash", ContentChecks::window);
        checks.put("gzip_disable", ContentChecks::gzipDisable);
        checks.put("sub_filter", ContentChecks::values);
        checks.put("charset", ((Check) ContentChecks::charset).once());
        checks.put("mirror", ContentChecks::mirror);
        checks.put("http2_push", ContentChecks::values);
        checks.put("userid_expires", ((Check) ContentChecks::useridExpires).once());
        checks.put("userid_mark", ((Check) ContentChecks::useridMark).once());
        for (String old : List.of(
                "max_requests keepalive_requests",
                "max_field_size large_client_header_buffers",
                "max_header_size large_client_header_buffers",
                "recv_timeout client_header_timeout",
                "idle_timeout keepalive_timeout")) {
            String[] names = old.split(" ");
            checks.put(
                    "http2_" + names[0],
                    (directive, scope) -> scope.warn(
                            directive,
                            "the \"" + directive.name() + "\" directive is obsolete, use the \"" + names[1]
                                    + "\" directive instead"));
        }
    }

    /** All arguments are texts with variables. */
    static void values(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            scope.value(word);
        }
    }

    private static void addHeader(Directive directive, Scope scope) throws Refusal {
        scope.value(directive.args().get(1));
        if (directive.args().size() == 3 && !directive.arg(2).equals("always")) {
            throw Refusal.of("invalid parameter", directive.args().get(2));
        }
    }

    private static void expires(Directive directive, Scope scope) throws Refusal {
        boolean modified = directive.args().size() == 2;
        if (modified && !directive.arg(0).equals("modified")) {
            throw Refusal.own(directive, "invalid value");
        }
        Word word = directive.args().getLast();
        if (!scope.value(word).isConstant()) {
            return;
        }
        String text = word.text();
        boolean name = !modified && Set.of("epoch", "max", "off").contains(text);
        boolean daytime = !modified && text.startsWith("@");
        String time = text.startsWith("@") || text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        OptionalLong seconds = Values.seconds(time);
        if (!name && seconds.isEmpty()) {
            throw Refusal.own(directive, "invalid value");
        }
        if (daytime && seconds.getAsLong() > DAY) {
            throw Refusal.own(directive, "daily time value must be less than 24 hours");
        }
    }

    private static void index(Directive directive, Scope scope) throws Refusal {
        for (int i = 0; i < directive.args().size(); i++) {
            Word word = directive.args().get(i);
            if (word.text().isEmpty()) {
                throw new Refusal("index \"\" in \"index\" directive is invalid", word.at());
            }
            boolean last = i == directive.args().size() - 1;
            if (word.text().startsWith("/") && !last) {
                scope.warn(directive, "only the last index in \"index\" directive should be absolute");
            }
            scope.value(word);
        }
    }

    private static void openFileCache(Directive directive, Scope scope) throws Refusal {
        boolean max = false;
        for (Word word : directive.args()) {
            String text = word.text();
            boolean valid = text.equals("off");
            max |= valid;
            if (text.startsWith("max=")) {
                valid = Values.number(text.substring(4)).orElse(0) > 0;
                max = true;
            } else if (text.startsWith("inactive=")) {
                valid = Values.seconds(text.substring(9)).isPresent();
            }
            if (!valid) {
                throw Refusal.of("invalid \"open_file_cache\" parameter", word);
            }
        }
        if (!max) {
            throw new Refusal("\"open_file_cache\" must have the \"max\" parameter", directive.at());
        }
    }

    private static void aio(Directive directive, Scope scope) throws Refusal {
        String value = directive.arg(0);
        if (value.equals("on")) {
            throw new Refusal("\"aio on\" is unsupported on this platform", directive.at());
        }
        if (!value.equals("off") && !value.equals("threads") && !value.startsWith("threads=")) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void directio(Directive directive, Scope scope) throws Refusal {
        if (!directive.arg(0).equals("off") && Values.offset(directive.arg(0)).isEmpty()) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void window(Directive directive, Scope scope) throws Refusal {
        boolean window = directive.name().equals("gzip_window");
        if (!(window ? WINDOWS : HASHES).contains(Values.size(directive.arg(0)).orElse(0))) {
            throw Refusal.own(
                    directive, "must be 512, 1k, 2k, 4k, 8k, 16k, " + (window ? "or 32k" : "32k, 64k, or 128k"));
        }
    }

    private static void gzipDisable(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            if (!word.text().equals("msie6") && !word.text().equals("degradation")) {
                scope.regex(word.text(), true, word.at());
            }
        }
    }

    private static void charset(Directive directive, Scope scope) throws Refusal {
        scope.value(directive.args().getFirst());
    }

    private static void mirror(Directive directive, Scope scope) throws Refusal {
        boolean off = directive.arg(0).equals("off");
        boolean wasOff =
                scope.all("mirror").stream().anyMatch(before -> before.arg(0).equals("off"));
        if (off && scope.has("mirror") || wasOff) {
            throw Refusal.own(directive, "is duplicate");
        }
    }

    private static void useridExpires(Directive directive, Scope scope) throws Refusal {
        String value = directive.arg(0);
        if (!value.equals("max")
                && !value.equals("off")
                && Values.seconds(value).isEmpty()) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void useridMark(Directive directive, Scope scope) throws Refusal {
        String value = directive.arg(0);
        boolean letter = value.length() == 1 && (Character.isLetterOrDigit(value.charAt(0)) || value.equals("="));
        if (!value.equals("off") && !letter) {
            throw Refusal.own(directive, "value must be \"off\" or a single letter, digit or \"=\"");
        }
    }
}
