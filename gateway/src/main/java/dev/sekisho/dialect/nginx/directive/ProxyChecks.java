package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.PassedTo;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Directives that pass requests on, and say how. */
final class ProxyChecks {

    private ProxyChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("proxy_pass", ((Check) ProxyChecks::proxyPass).once());
        checks.put("stream:proxy_pass", ((Check) ProxyChecks::streamPass).once());
        for (String protocol : List.of("grpc", "fastcgi", "uwsgi", "scgi", "memcached")) {
            checks.put(protocol + "_pass", ((Check) ProxyChecks::otherPass).once());
        }
        checks.put("proxy_redirect", ProxyChecks::redirect);
        checks.put("proxy_cookie_domain", ProxyChecks::cookie);
        checks.put("proxy_cookie_path", ProxyChecks::cookie);
        checks.put("proxy_cookie_flags", ProxyChecks::cookieFlags);
        for (String protocol : List.of("proxy", "grpc", "fastcgi", "uwsgi", "scgi", "memcached")) {
            checks.put(protocol + "_bind", ((Check) ProxyChecks::bind).once());
            checks.put(protocol + "_store", ((Check) ProxyChecks::store).once());
            checks.put(protocol + "_param", ProxyChecks::param);
        }
        checks.put(
                "proxy_set_header",
                (directive, scope) -> scope.value(directive.args().get(1)));
        checks.put(
                "grpc_set_header",
                (directive, scope) -> scope.value(directive.args().get(1)));
        checks.put(
                "proxy_set_body",
                (directive, scope) -> scope.value(directive.args().getFirst()));
        checks.put(
                "fastcgi_index",
                (directive, scope) -> scope.value(directive.args().getFirst()));
        checks.put("fastcgi_split_path_info", ((Check) ProxyChecks::splitPathInfo).once());
    }

    private static void proxyPass(Directive directive, Scope scope) throws Refusal {
        Word url = directive.args().getFirst();
        if (!scope.value(url).isConstant()) {
            return;
        }
        String lower = url.text().toLowerCase(Locale.ROOT);
        int prefix = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
        if (prefix == 0) {
            throw new Refusal("invalid URL prefix", url.at());
        }
        String rest = url.text().substring(prefix);
        Address address = pass(directive, rest, Address.withUri(rest), prefix == 7 ? 80 : 443, scope);
        boolean bare = scope.context() != Context.LOCATION
                || scope.owner()
                        .flatMap(owner -> LocationName.of(owner.texts()))
                        .filter(name -> name.isRegex() || name.modifier() == LocationName.Modifier.NAMED)
                        .isPresent();
        if (bare && !address.uri().isEmpty()) {
            throw new Refusal(
                    "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named "
                            + "location, or inside \"if\" statement, or inside \"limit_except\" block",
                    url.at());
        }
    }

    private static Address pass(Directive directive, String url, Address address, int port, Scope scope)
            throws Refusal {
        if (!address.problem().isEmpty()) {
            throw new Refusal(
                    address.problem() + " in upstream \"" + url + "\"",
                    directive.args().getFirst().at());
        }
        String host = address.host().toLowerCase(Locale.ROOT);
        if (address.port() > 0 && scope.registry().upstreams().containsKey(host)) {
            throw new Refusal(
                    "upstream \"" + address.host() + "\" may not have port " + address.port(),
                    directive.args().getFirst().at());
        }
        boolean noPort = port == 0 && address.port() == 0 && !address.isUnix();
        scope.registry().passes().add(new PassedTo(host, noPort ? -1 : address.port(), directive));
        return address;
    }

    private static void streamPass(Directive directive, Scope scope) throws Refusal {
        Word url = directive.args().getFirst();
        if (scope.value(url).isConstant()) {
            pass(directive, url.text(), Address.of(url.text()), 0, scope);
        }
    }

    private static void otherPass(Directive directive, Scope scope) throws Refusal {
        Word url = directive.args().getFirst();
        if (!scope.value(url).isConstant()) {
            return;
        }
        String text = url.text();
        int port = 0;
        if (directive.name().equals("grpc_pass")) {
            String lower = text.toLowerCase(Locale.ROOT);
            text = text.substring(lower.startsWith("grpc://") ? 7 : lower.startsWith("grpcs://") ? 8 : 0);
            port = 80;
        } else if (directive.name().equals("uwsgi_pass") && text.startsWith("suwsgi://")) {
            text = text.substring(9);
        } else if (directive.name().equals("uwsgi_pass") && text.startsWith("uwsgi://")) {
            text = text.substring(8);
        }
        pass(directive, text, Address.of(text), port, scope);
    }

    private static void redirect(Directive directive, Scope scope) throws Refusal {
        List<Word> words = directive.args();
        if (words.size() == 2) {
            String from = words.getFirst().text();
            if (from.startsWith("~")) {
                boolean caseless = from.startsWith("~*");
                scope.regex(
                        from.substring(caseless ? 2 : 1),
                        caseless,
                        words.getFirst().at());
            } else {
                scope.value(words.getFirst());
            }
            scope.value(words.get(1));
        } else if (words.getFirst().text().equals("default")) {
            Directive pass = scope.first("proxy_pass")
                    .orElseThrow(() -> new Refusal(
                            "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive",
                            directive.at()));
            if (!scope.value(pass.args().getFirst()).isConstant()) {
                throw new Refusal(
                        "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables",
                        directive.at());
            }
        } else if (!words.getFirst().text().equals("off")) {
            throw Refusal.of("invalid parameter", words.getFirst());
        }
    }

    private static void cookie(Directive directive, Scope scope) throws Refusal {
        Word first = directive.args().getFirst();
        if (directive.args().size() == 1) {
            if (!first.text().equals("off")) {
                throw Refusal.of("invalid parameter", first);
            }
            return;
        }
        if (first.text().startsWith("~")) {
            boolean caseless = first.text().startsWith("~*") || directive.name().equals("proxy_cookie_domain");
            scope.regex(first.text().substring(first.text().startsWith("~*") ? 2 : 1), caseless, first.at());
        } else {
            scope.value(first);
        }
        scope.value(directive.args().get(1));
    }

    private static void cookieFlags(Directive directive, Scope scope) throws Refusal {
        List<Word> words = directive.args();
        if (words.size() == 1) {
            if (!words.getFirst().text().equals("off")) {
                throw Refusal.of("invalid parameter", words.getFirst());
            }
            return;
        }
        for (Word flag : words.subList(1, words.size())) {
            scope.value(flag); // whether there is such a flag is found out by requests
        }
    }

    private static void bind(Directive directive, Scope scope) throws Refusal {
        Word address = directive.args().getFirst();
        if (directive.args().size() == 1 && address.text().equals("off")) {
            return;
        }
        if (scope.value(address).isConstant() && !isLocal(address.text())) {
            throw Refusal.of("invalid address", address);
        }
        if (directive.args().size() == 2 && !directive.arg(1).equals("transparent")) {
            throw Refusal.of("invalid parameter", directive.args().get(1));
        }
    }

    private static boolean isLocal(String text) {
        Address address = Address.of(text);
        return address.problem().isEmpty()
                        && (Address.isIpv4(address.host()) || address.host().startsWith("["))
                || Address.isIpv6(text);
    }

    private static void store(Directive directive, Scope scope) throws Refusal {
        String protocol = directive.name().substring(0, directive.name().indexOf('_'));
        String value = directive.arg(0);
        if (value.equals("off")) {
            return;
        }
        if (scope.first(protocol + "_cache")
                .filter(cache -> !cache.arg(0).equals("off"))
                .isPresent()) {
            throw Refusal.own(directive, "is incompatible with \"" + protocol + "_cache\"");
        }
        if (!value.equals("on")) {
            scope.value(directive.args().getFirst());
        }
    }

    private static void param(Directive directive, Scope scope) throws Refusal {
        if (directive.args().size() == 3 && !directive.arg(2).equals("if_not_empty")) {
            throw Refusal.of("invalid parameter", directive.args().get(2));
        }
        scope.value(directive.args().get(1));
    }

    private static void splitPathInfo(Directive directive, Scope scope) throws Refusal {
        Word word = directive.args().getFirst();
        scope.regex(word.text(), false, word.at());
        if (RewriteChecks.groups(word.text()) != 2) {
            throw new Refusal("pattern \"" + word.text() + "\" must have 2 captures", word.at());
        }
    }
}
