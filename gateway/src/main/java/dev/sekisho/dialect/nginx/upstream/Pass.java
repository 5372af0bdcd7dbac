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
        return settings.handler()
                .filter(directive -> directive.name().equals("proxy_pass")
                        || directive.name().equals("grpc_pass"))
                .map(directive -> of(directive, directive.arg(0)));
    }

    private static Pass of(Directive directive, String text) {
        int scheme = text.indexOf("://");
        String name = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
        String rest = scheme < 0 ? text : text.substring(scheme + 3);
        int end = end(rest);
        String behind = rest.substring(end);
        String uri = behind.startsWith(":") ? behind.substring(1) : behind;
        return new Pass(
                directive,
                directive.name().equals("grpc_pass"),
                List.of("https", "grpcs").contains(name),
                rest.substring(0, end),
                uri.isEmpty() ? Optional.empty() : Optional.of(uri));
    }

    /** The same, where the variables of its host have become this text, which may be a whole URL. */
    public Optional<Pass> to(String text) {
        boolean whole = text.contains("://");
        if (!whole && directive.arg(0).startsWith("$") && !isGrpc) {
            return Optional.empty(); // nginx: invalid URL prefix
        }
        Pass pass = of(directive, whole ? text : directive.arg(0).replace(host, text));
        return Optional.of(
                pass.uri.isPresent() || uri.isEmpty()
                        ? pass
                        : new Pass(directive, isGrpc, pass.isSecure, pass.host, uri));
    }

    /** Where the host ends: at a slash or, of a socket's name, at its second colon; before a variable such as $request_uri. */
    private static int end(String rest) {
        if (rest.startsWith("unix:")) {
            int colon = rest.indexOf(':', 5);
            return colon < 0 ? rest.length() : colon;
        }
        int slash = rest.indexOf('/');
        int question = rest.indexOf('?');
        int end = rest.length();
        for (int each : new int[] {
            slash,
            question,
            URI.stream().mapToInt(rest::indexOf).filter(at -> at >= 0).min().orElse(-1)
        }) {
            end = each >= 0 ? Math.min(end, each) : end;
        }
        return end;
    }

    /** Variables that hold a URI, and so end the host. */
    private static final List<String> URI =
            List.of("$request_uri", "${request_uri}", "$uri", "${uri}", "$document_uri");

    /** Whether host or URI are only known when a request comes. */
    public boolean hasVariables() {
        return directive.arg(0).indexOf('$') >= 0;
    }
}
