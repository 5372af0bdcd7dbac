package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import java.util.Optional;

/**
 * Which path and Host the copies have that a location passes on.
 *
 * @param target where {@code mirror} leads
 */
record CopyTarget(Subrequests.Target target) {

    private static final String SAME = "$request_uri";

    /** In the terms of the model; nothing where it has none for it. The query is always the client's. */
    Optional<Rewrite> rewrite() {
        Optional<String> uri = target.pass().uri();
        if (uri.isEmpty()) {
            return Optional.of(path(target.uri()));
        }
        if (uri.get().endsWith(SAME)) {
            String front = uri.get().substring(0, uri.get().length() - SAME.length());
            return front.isEmpty()
                    ? Optional.of(with(Optional.empty(), Optional.empty()))
                    : Optional.of(front).filter(CopyTarget::isPlain).map(this::before);
        }
        String named = target.location().name().path();
        boolean fixed = target.location().name().modifier() != Modifier.NAMED
                && target.uri().startsWith(named);
        return uri.filter(each -> fixed && isPlain(each))
                .map(each -> path(each + target.uri().substring(named.length())));
    }

    private static boolean isPlain(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7F && "?#%${}\\".indexOf(c) < 0);
    }

    private Rewrite path(String path) {
        return with(Optional.of(path), Optional.empty());
    }

    /** A front before the path, whose own slash stays. */
    private Rewrite before(String front) {
        return with(Optional.empty(), Optional.of(new RegexRewrite("^/", front + "/")));
    }

    private Rewrite with(Optional<String> path, Optional<RegexRewrite> regex) {
        return new Rewrite(Optional.empty(), Optional.empty(), path, regex, host());
    }

    /** What is made of variables stays as the service of the mirrored place gets it. */
    private String host() {
        Optional<String> written = target.place().settings().all("proxy_set_header").stream()
                .filter(each -> each.arg(0).equalsIgnoreCase("host"))
                .map(each -> each.arg(1))
                .findFirst();
        if (written.isEmpty()) {
            return proxyHost(target.pass());
        }
        boolean fixed = written.get().matches("[A-Za-z0-9._:\\[\\]-]+");
        return fixed ? named(written.get()) : written.get().isEmpty() ? "target" : "keep";
    }

    private static String proxyHost(Pass pass) {
        if (pass.host().startsWith("unix:")) {
            return "localhost";
        }
        String usual = pass.isSecure() ? ":443" : ":80";
        String host = pass.host();
        return named(host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host);
    }

    /** None of the words that a rewrite has; names of hosts are the same in any case. */
    private static String named(String host) {
        return switch (host) {
            case "keep" -> "Keep";
            case "target" -> "Target";
            default -> host;
        };
    }
}
