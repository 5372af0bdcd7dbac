package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.upstream.Pass;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Host that the upstream gets, in the form of a rewrite's: {@code $proxy_host} where nothing is said, which is the name that
 * {@code proxy_pass} names.
 */
record UpstreamHost(Place place, Pass pass, Findings findings) {

    /** As the model has it. */
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._:\\[\\]-]|\\{[A-Za-z][^{}\\s]*\\})+");

    /** Of what is written; of many the first, since no more than one is sent. */
    String of(List<Directive> written) {
        List<Directive> hosts = written.stream()
                .filter(each -> each.arg(0).equalsIgnoreCase("host"))
                .toList();
        if (hosts.isEmpty()) {
            return proxyHost();
        }
        hosts.stream()
                .skip(1)
                .forEach(each -> findings.notHonoured(each, "is one Host more than a request may have", "remove it"));
        return of(hosts.getFirst());
    }

    private String of(Directive directive) {
        Word word = directive.args().get(1);
        String host = Arguments.requestText(place, word, word.text());
        if (host.isEmpty()) {
            findings.differs(
                    directive,
                    "has the target's address as Host, since a request of HTTP/1.1 has one (RFC 9112 section 3.2)",
                    "name the host that the upstream expects");
            return "target";
        }
        if (word.text().equals("$http_host") || word.text().equals("${http_host}")) {
            return "keep";
        }
        if (!HOST.matcher(host).matches()) {
            findings.notHonoured(directive, "names no host", "name a host, with its port where it needs one");
            return "keep";
        }
        return name(host);
    }

    /** The name behind {@code proxy_pass}, without the port that goes without saying. */
    private String proxyHost() {
        if (pass.host().startsWith("unix:")) {
            return "localhost";
        }
        String usual = pass.isSecure() ? ":443" : ":80";
        String host = pass.host();
        String plain = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
        return name(Arguments.requestText(place, pass.directive().args().getFirst(), plain));
    }

    /** A name that is none of the words that a rewrite has; names of hosts are the same in any case. */
    private static String name(String host) {
        return switch (host) {
            case "keep" -> "Keep";
            case "target" -> "Target";
            default -> host;
        };
    }
}
