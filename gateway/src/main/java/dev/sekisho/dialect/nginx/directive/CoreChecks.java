package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Directives outside all blocks, of events, and those that http and stream share with them. */
final class CoreChecks {

    private static final Set<String> LEVELS =
            Set.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");
    private static final Set<String> DEBUG_LEVELS = Set.of(
            "debug_core", "debug_alloc", "debug_mutex", "debug_event", "debug_http", "debug_mail", "debug_stream");
    private static final int SMALLEST_POOL = 112; // bytes, on machines of 64 bits
    private static final int POOL_STEP = 16;

    private CoreChecks() {}

    static void addTo(Map<String, Check> checks) {
        for (String block : List.of("events", "http", "stream", "mail", "mgmt")) {
            checks.put(block, ((Check) (directive, scope) -> {}).once());
        }
        checks.put("user", ((Check) (directive, scope) -> {}).once());
        checks.put("worker_processes", ((Check) CoreChecks::workers).once());
        checks.put("worker_priority", ((Check) CoreChecks::priority).once());
        checks.put("worker_connections", ((Check) CoreChecks::connections).once());
        checks.put("use", ((Check) CoreChecks::use).once());
        checks.put("error_log", CoreChecks::errorLog);
        checks.put("resolver", ((Check) CoreChecks::resolver).once());
        checks.put("upstream:resolver", ((Check) CoreChecks::resolver).once());
        checks.put("thread_pool", CoreChecks::threadPool);
        checks.put("connection_pool_size", CoreChecks::pool);
        checks.put("request_pool_size", CoreChecks::pool);
    }

    private static void pool(Directive directive, Scope scope) throws Refusal {
        long size = Values.size(directive.arg(0)).orElse(0);
        if (size < SMALLEST_POOL) {
            throw new Refusal("the pool size must be no less than " + SMALLEST_POOL, directive.at());
        }
        if (size % POOL_STEP != 0) {
            throw new Refusal("the pool size must be a multiple of " + POOL_STEP, directive.at());
        }
    }

    private static void workers(Directive directive, Scope scope) throws Refusal {
        if (!directive.arg(0).equals("auto") && Values.number(directive.arg(0)).isEmpty()) {
            throw Refusal.own(directive, "invalid value");
        }
    }

    private static void priority(Directive directive, Scope scope) throws Refusal {
        String digits = directive.arg(0).startsWith("-") || directive.arg(0).startsWith("+")
                ? directive.arg(0).substring(1)
                : directive.arg(0);
        if (Values.number(digits).isEmpty()) {
            throw Refusal.own(directive, "invalid number");
        }
    }

    private static void connections(Directive directive, Scope scope) throws Refusal {
        if (Values.number(directive.arg(0)).isEmpty()) {
            throw Refusal.of("invalid number", directive.args().getFirst());
        }
    }

    private static void use(Directive directive, Scope scope) throws Refusal {
        if (!directive.arg(0).equals("epoll")) { // all that a build for Linux has
            throw Refusal.of("invalid event type", directive.args().getFirst());
        }
    }

    private static void errorLog(Directive directive, Scope scope) throws Refusal {
        boolean level = false;
        boolean debug = false;
        for (Word word : directive.args().subList(1, directive.args().size())) {
            if (LEVELS.contains(word.text())) {
                if (level || debug) {
                    throw Refusal.of("duplicate log level", word);
                }
                level = true;
            } else if (DEBUG_LEVELS.contains(word.text()) && !level) {
                debug = true;
            } else {
                throw Refusal.of("invalid log level", word);
            }
        }
    }

    private static void resolver(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            String text = word.text();
            if (text.startsWith("valid=")) {
                if (Values.seconds(text.substring(6)).isEmpty()) {
                    throw invalid(word);
                }
            } else if (text.startsWith("ipv6=") || text.startsWith("ipv4=")) {
                if (!text.substring(5).equals("on") && !text.substring(5).equals("off")) {
                    throw invalid(word);
                }
            } else if (!text.startsWith("status_zone=")) {
                address(word);
            }
        }
    }

    private static void address(Word word) throws Refusal {
        Address address = Address.of(word.text());
        if (!address.problem().isEmpty()) {
            throw new Refusal(address.problem() + " in resolver \"" + word.text() + "\"", word.at());
        }
    }

    private static Refusal invalid(Word word) {
        return new Refusal("invalid parameter: " + word.text(), word.at());
    }

    private static void threadPool(Directive directive, Scope scope) throws Refusal {
        String name = directive.arg(0);
        if (scope.all("thread_pool").stream().anyMatch(other -> other.arg(0).equals(name))) {
            throw Refusal.of("duplicate thread pool", directive.args().getFirst());
        }
        boolean threads = false;
        for (Word word : directive.args().subList(1, directive.args().size())) {
            String text = word.text();
            if (text.startsWith("threads=")) {
                threads = true;
                if (Values.number(text.substring(8)).orElse(0) == 0) {
                    throw Refusal.of("invalid threads value", word);
                }
            } else if (text.startsWith("max_queue=")
                    && Values.number(text.substring(10)).isEmpty()) {
                throw Refusal.of("invalid max_queue value", word);
            }
        }
        if (!threads) {
            throw new Refusal("\"thread_pool\" must have \"threads\" parameter", directive.at());
        }
    }
}
