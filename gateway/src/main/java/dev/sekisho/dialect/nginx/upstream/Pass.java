package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code proxy_pass} or {@code grpc_pass} says.
 *
 * @param directive where it is written
 * @param isGrpc whether gRPC is spoken
 * @param isSecure whether TLS is spoken
 * @param host the name of a group, or a host with port where one is written, or {@code unix:/…}; may hold variables
 * @param uri what stands behind it, with its slash; empty where nothing does; may hold variables
 */
public record Pass(Directive directive, boolean isGrpc, boolean isSecure, String host, Optional<String> uri) {

    /** What the settings of a place say; nothing where they pass no requests on by HTTP or gRPC. */
    public static Optional<Pass> of(Settings settings) {
        return settings.handler().flatMap(Pass::of);
    }

    private static Optional<Pass> of(Directive directive) {
        boolean grpc = directive.name().equals("grpc_pass");
        if (!grpc && !directive.name().equals("proxy_pass")) {
            return Optional.empty();
        }
        String text = directive.arg(0);
        int scheme = text.indexOf("://");
        String name = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
        String rest = scheme < 0 ? text : text.substring(scheme + 3);
        int end = end(rest);
        Optional<String> uri = end < rest.length() ? Optional.of(rest.substring(end)) : Optional.empty();
        boolean secure = List.of("https", "grpcs").contains(name);
        return Optional.of(new Pass(
                directive, grpc, secure, rest.substring(0, end), uri.map(each -> each.startsWith(":") ? each.substring(1) : each)
                        .filter(each -> !each.isEmpty())));
    }

    /** Where the host ends: at a slash or, of a socket's name, at its second colon; before a variable such as $request_uri. */
    private static int end(String rest) {
        if (rest.startsWith("unix:")) {
            int colon = rest.indexOf(':', 5);
            return colon < 0 ? rest.length() : colon;
        }
        int slash = rest.indexOf('/');
        int question = rest.indexOf('?');
        int variable = rest.startsWith("$") ? -1 : rest.indexOf('$');
        int end = rest.length();
        for (int each : new int[] {slash, question, variable}) {
            end = each >= 0 ? Math.min(end, each) : end;
        }
        return end;
    }

    /** Whether host or URI are only known when a request comes. */
    public boolean hasVariables() {
        return directive.arg(0).indexOf('$') >= 0;
    }
}
