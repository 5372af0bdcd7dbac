package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.model.Address;
import java.util.List;
import java.util.function.Predicate;

/**
 * An address that servers listen on. Immutable.
 *
 * @param name name of the listener that it becomes
 * @param address the address
 * @param members the servers, in the order in which they are written
 */
public record Site(String name, Address address, List<Member> members) {

    /** A server, and where it says that it listens there. */
    public record Member(Server server, Listen listen) {}

    /** Copies the list. */
    public Site {
        members = List.copyOf(members);
    }

    /** The servers, in the order in which they are written. */
    public List<Server> servers() {
        return members.stream().map(Member::server).distinct().toList();
    }

    /** The one for requests that no name fits: the one that says so, else the first. */
    public Server first() {
        return members.stream()
                .filter(each -> each.listen().isDefault())
                .findFirst()
                .orElse(members.getFirst())
                .server();
    }

    private boolean any(Predicate<Listen> that) {
        return members.stream().map(Member::listen).anyMatch(that);
    }

    /** Whether TLS is spoken: one that says so says it for all; {@code ssl on} says it for those of its server. */
    public boolean isSecure() {
        return any(Listen::isSecure) || first().settings().isOn("ssl");
    }

    /** Whether connections begin with a PROXY header. */
    public boolean isProxied() {
        return any(Listen::isProxied);
    }

    /** Whether HTTP/2 is spoken. */
    boolean isHttp2() {
        return any(listen -> listen.parameters().contains("http2"))
                || first().settings().isOn("http2");
    }

    /** Whether it serves as another one does. */
    boolean isLike(Site other) {
        return servers().equals(other.servers())
                && first() == other.first()
                && isSecure() == other.isSecure()
                && isProxied() == other.isProxied()
                && isHttp2() == other.isHttp2();
    }
}
