package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.ListenAddress;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param directive where it is written
 * @param address the address
 * @param parameters what follows the address, as it is written
 */
public record Listen(Directive directive, ListenAddress address, List<String> parameters) {

    /** Copies the list. */
    public Listen {
        parameters = List.copyOf(parameters);
    }

    static Listen of(Directive directive) {
        List<String> texts = directive.texts();
        return new Listen(directive, ListenAddress.of(texts.getFirst()), texts.subList(1, texts.size()));
    }

    /** Whether requests that no name fits go to this server. */
    public boolean isDefault() {
        return parameters.contains("default_server") || parameters.contains("default");
    }

    /** Whether it speaks TLS. */
    public boolean isSecure() {
        return parameters.contains("ssl");
    }

    /** Whether connections begin with a PROXY header. */
    public boolean isProxied() {
        return parameters.contains("proxy_protocol");
    }

    /** The value of a parameter such as {@code backlog}. */
    public Optional<String> value(String name) {
        return parameters.stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }
}
