package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;

/** Directives about TLS. */
final class SslChecks {

    private static final int SMALLEST_ZONE = 32_768; // eight pages

    private SslChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put(
                "ssl",
                (directive, scope) -> scope.warn(
                        directive,
                        "the \"ssl\" directive is deprecated, use the \"listen ... ssl\" directive instead"));
        checks.put("ssl_certificate", ContentChecks::values);
        checks.put("ssl_certificate_key", ContentChecks::values);
        checks.put("ssl_session_cache", SslChecks::sessionCache);
        checks.put("ssl_ocsp_cache", ((Check) SslChecks::ocspCache).once());
        for (String protocol : List.of("ssl", "proxy_ssl", "grpc_ssl", "uwsgi_ssl")) {
            checks.put(protocol + "_password_file", ((Check) (directive, scope) -> {}).once());
        }
    }

    private static void sessionCache(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            String text = word.text();
            boolean builtin = text.equals("builtin")
                    || text.startsWith("builtin:")
                            && Values.number(text.substring(8)).isPresent();
            if (text.startsWith("shared:")) {
                shared(word, "session cache", "invalid session cache", scope);
            } else if (!text.equals("off") && !text.equals("none") && !builtin) {
                throw Refusal.of("invalid session cache", word);
            }
        }
    }

    private static void ocspCache(Directive directive, Scope scope) throws Refusal {
        Word word = directive.args().getFirst();
        if (word.text().equals("off")) {
            return;
        }
        if (!word.text().startsWith("shared:")) {
            throw Refusal.of("invalid OCSP cache", word);
        }
        shared(word, "OCSP cache", "invalid OCSP cache", scope);
    }

    private static void shared(Word word, String what, String invalid, Scope scope) throws Refusal {
        String[] parts = word.text().split(":", 3);
        if (parts.length < 3 || parts[1].isEmpty()) {
            throw Refusal.of(invalid, word);
        }
        long size = Values.size(parts[2]).orElseThrow(() -> Refusal.of(invalid, word));
        if (size < SMALLEST_ZONE) {
            throw new Refusal(what + " \"" + word.text() + "\" is too small", word.at());
        }
        scope.registry().zone(parts[1], new Registry.Zone(what, size, "", word.at()), word.at());
    }
}
