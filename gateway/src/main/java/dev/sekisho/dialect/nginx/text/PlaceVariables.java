package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Locale;
import java.util.Optional;

/**
 * Variables of nginx that are the same for all requests of a place, or depend on how its server listens. Immutable.
 *
 * @param server the server
 * @param settings what counts at the place
 */
record PlaceVariables(Server server, Settings settings) {

    private static final String PATH = "{path}";

    /** The text with placeholders of such a variable; nothing where it has none here. */
    Optional<String> value(String name, Texts texts) {
        boolean proxied = server.listens().stream().anyMatch(Listen::isProxied);
        return switch (name) {
            case "server_name" -> Optional.of(Texts.plain(serverName()));
            case "document_root", "realpath_root" -> root(texts);
            case "request_filename" ->
                settings.one("root").filter(each -> each.name().equals("alias")).isPresent()
                        ? Optional.empty() // what the location's name leaves of the path has no placeholder
                        : root(texts).map(root -> root + PATH);
            case "proxy_host" -> pass().map(each -> host(each, texts));
            case "proxy_port" -> pass().map(each -> port(each, texts));
            case "proxy_protocol_addr" -> Optional.of(proxied ? "{connectionAddress}" : "");
            case "proxy_protocol_port" -> Optional.of(proxied ? "{clientPort}" : "");
            case "proxy_protocol_server_addr" -> Optional.of(proxied ? "{listenerAddress}" : "");
            case "proxy_protocol_server_port" -> Optional.of(proxied ? "{listenerPort}" : "");
            case "realip_remote_addr" -> proxied ? Optional.empty() : Optional.of("{connectionAddress}");
            case "realip_remote_port" -> proxied ? Optional.empty() : Optional.of("{clientPort}");
            default -> Optional.empty();
        };
    }

    /** The first name as it is written, in lower case; of an expression with its tilde, of {@code .name} without the dot. */
    private String serverName() {
        String first = server.directive()
                .inside("server_name")
                .findFirst()
                .map(each -> each.arg(0))
                .orElse("");
        if (first.startsWith("~")) {
            return first;
        }
        String name = first.toLowerCase(Locale.ROOT);
        return name.startsWith(".") ? name.substring(1) : name;
    }

    private Optional<String> root(Texts texts) {
        Directive root = settings.orDefault("root").orElse(server.directive());
        if (root == server.directive()
                || !root.arg(0).startsWith("/") && !root.arg(0).startsWith("$")) {
            return Optional.empty(); // below a folder that only nginx knows, that it was built for
        }
        return Optional.of(texts.of(root.arg(0), root.at()));
    }

    private Optional<Directive> pass() {
        return settings.handler().filter(each -> each.name().equals("proxy_pass"));
    }

    private static String host(Directive pass, Texts texts) {
        String authority = authority(pass);
        if (authority.startsWith("unix:")) {
            return "localhost";
        }
        String standard = ":" + standardPort(pass);
        String host = authority.endsWith(standard)
                ? authority.substring(0, authority.length() - standard.length())
                : authority;
        return texts.of(host, pass.at());
    }

    private static String port(Directive pass, Texts texts) {
        String authority = authority(pass);
        if (authority.startsWith("unix:")) {
            return "";
        }
        int colon = authority.lastIndexOf(':');
        boolean written = colon >= 0 && authority.indexOf(']', colon) < 0;
        return written ? texts.of(authority.substring(colon + 1), pass.at()) : standardPort(pass);
    }

    private static String standardPort(Directive pass) {
        return pass.arg(0).toLowerCase(Locale.ROOT).startsWith("https://") ? "443" : "80";
    }

    private static String authority(Directive pass) {
        String text = pass.arg(0);
        int scheme = text.indexOf("://");
        String rest = scheme < 0 ? text : text.substring(scheme + 3);
        int slash = rest.startsWith("unix:") ? -1 : rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }
}
