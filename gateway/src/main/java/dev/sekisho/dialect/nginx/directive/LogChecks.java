package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code log_format} and {@code access_log}. */
final class LogChecks {

    private static final Set<String> ESCAPINGS = Set.of("default", "json", "none");

    private LogChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("log_format", LogChecks::format);
        checks.put("access_log", LogChecks::accessLog);
        checks.put("open_log_file_cache", ((Check) LogChecks::openLogFileCache).once());
    }

    private static void format(Directive directive, Scope scope) throws Refusal {
        String name = directive.arg(0);
        boolean known = scope.registry().formats().contains(name);
        if (known) {
            throw new Refusal(
                    "duplicate \"log_format\" name \"" + name + "\"",
                    directive.args().getFirst().at());
        }
        scope.registry().formats().add(name);
        List<Word> parts = directive.args().subList(1, directive.args().size());
        String first = parts.getFirst().text();
        if (first.startsWith("escape=")) {
            if (!ESCAPINGS.contains(first.substring(7))) {
                throw new Refusal(
                        "unknown log format escaping \"" + first.substring(7) + "\"",
                        parts.getFirst().at());
            }
            parts = parts.subList(1, parts.size());
        }
        for (Word part : parts) {
            part(part, scope);
        }
    }

    private static void part(Word part, Scope scope) throws Refusal {
        try {
            scope.value(part);
        } catch (Refusal e) {
            if (e.text().startsWith("invalid variable name")) {
                String rest = part.text().substring(part.text().lastIndexOf('$'));
                throw new Refusal("invalid parameter \"" + rest + "\"", part.at());
            }
            throw e;
        }
    }

    static void accessLog(Directive directive, Scope scope) throws Refusal {
        List<Word> words = directive.args();
        if (words.getFirst().text().equals("off")) {
            if (words.size() > 1) {
                throw Refusal.of("invalid parameter", words.get(1));
            }
            return;
        }
        boolean syslog = words.getFirst().text().startsWith("syslog:");
        boolean variables = !syslog && !scope.value(words.getFirst()).isConstant();
        if (words.size() > 1
                && !scope.registry().formats().contains(words.get(1).text())) {
            throw Refusal.of("unknown log format", words.get(1));
        }
        if (words.size() > 2) {
            buffering(directive, words.subList(2, words.size()), variables, scope);
        }
    }

    private static void buffering(Directive directive, List<Word> words, boolean variables, Scope scope)
            throws Refusal {
        boolean buffer = false;
        boolean flush = false;
        for (Word word : words) {
            String text = word.text();
            if (text.startsWith("buffer=")) {
                check(Values.size(text.substring(7)).orElse(0) > 0, "invalid buffer size", word, text.substring(7));
                buffer = true;
            } else if (text.startsWith("flush=")) {
                check(
                        Values.milliseconds(text.substring(6)).orElse(0) > 0,
                        "invalid flush time",
                        word,
                        text.substring(6));
                flush = true;
            } else if (text.startsWith("gzip") && (text.length() == 4 || text.charAt(4) == '=')) {
                long level = text.length() == 4
                        ? 1
                        : Values.number(text.substring(5)).orElse(0);
                check(
                        level >= 1 && level <= 9,
                        "invalid compression level",
                        word,
                        text.length() == 4 ? "" : text.substring(5));
                buffer = true;
            } else if (text.startsWith("if=")) {
                scope.value(text.substring(3), word.at());
            } else {
                throw Refusal.of("invalid parameter", word);
            }
        }
        if (flush && !buffer) {
            throw new Refusal("no buffer is defined for access_log \"" + directive.arg(0) + "\"", directive.at());
        }
        if (buffer && variables) {
            throw new Refusal("buffered logs cannot have variables in name", directive.at());
        }
    }

    private static void check(boolean valid, String message, Word word, String value) throws Refusal {
        if (!valid) {
            throw new Refusal(message + " \"" + value + "\"", word.at());
        }
    }

    private static void openLogFileCache(Directive directive, Scope scope) throws Refusal {
        boolean max = false;
        for (Word word : directive.args()) {
            String text = word.text();
            boolean valid = text.equals("off") && directive.args().size() == 1;
            max |= valid;
            if (text.startsWith("max=")) {
                valid = Values.number(text.substring(4)).isPresent();
                max = true;
            } else if (text.startsWith("inactive=") || text.startsWith("valid=")) {
                valid = Values.seconds(text.substring(text.indexOf('=') + 1)).isPresent();
            } else if (text.startsWith("min_uses=")) {
                valid = Values.number(text.substring(9)).orElse(0) > 0;
            }
            if (!valid) {
                throw Refusal.of("invalid \"open_log_file_cache\" parameter", word);
            }
        }
        if (!max) {
            throw new Refusal("\"open_log_file_cache\" must have \"max\" parameter", directive.at());
        }
    }
}
