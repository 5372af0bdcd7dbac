package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.upstream.Pass;
import java.util.List;

/**
 * The Host that the upstream gets, in the form of a rewrite's: {@code $proxy_host} where nothing is said, which is the name that
 * {@code proxy_pass} names.
 */
record UpstreamHost(Place place, Pass pass, Findings findings) {

    private static final String PROXY_HOST = "$proxy_host";

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
        String text = word.text().replace("${proxy_host}", PROXY_HOST);
        if (text.isEmpty()) {
            findings.differs(
                    directive,
                    "has the target's address as Host, since a request of HTTP/1.1 has one (RFC 9112 section 3.2)",
                    "name the host that the upstream expects");
            return "target";
        }
        if (text.equals("$http_host")) {
            return "keep";
        }
        if (text.contains(PROXY_HOST)) {
            text = text.replace(PROXY_HOST, proxyHost());
        }
        String host = Values.text(place, word, text);
        if (!host.matches("([A-Za-z0-9._:\\[\\]-]|\\{[A-Za-z][^{}\\s]*\\})+")) {
            findings.notHonoured(directive, "names no host", "name a host, with its port where it needs one");
            return "keep";
        }
        return host;
    }

    /** The name behind {@code proxy_pass}, without the port that goes without saying. */
    private String proxyHost() {
        String host = pass.host();
        if (host.startsWith("unix:")) {
            return "localhost";
        }
        String usual = pass.isSecure() ? ":443" : ":80";
        String plain = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
        return Values.text(place, pass.directive().args().getFirst(), plain);
    }
}
