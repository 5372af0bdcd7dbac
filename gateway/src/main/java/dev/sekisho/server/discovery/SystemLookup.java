package dev.sekisho.server.discovery;

import dev.sekisho.model.Dns;
import dev.sekisho.server.discovery.LookupFailure.Kind;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks names up as the system does: in the hosts file, then in DNS with the settings of resolv.conf(5). What DNS does not
 * have, and everything where there is no resolv.conf, the JDK is asked for, which knows the system's other sources but no
 * time to live. Both files are read again when they change. Thread-safe.
 */
final class SystemLookup implements Lookup {

    private final CachedFile<Hosts> hosts;
    private final CachedFile<ResolvConf> resolvConf;
    private final DnsClient client = new DnsClient();
    private final DnsServers servers = new DnsServers(client);
    private final HostLookup hostLookup = new HostLookup(servers);

    /** One question, put to the candidates that a name stands for. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(String candidate, DnsServers.Settings settings) throws LookupFailure, InterruptedException;
    }

    /** Reads the system's files, {@code /etc/hosts} and {@code /etc/resolv.conf}. */
    SystemLookup() {
        this(Path.of("/etc/hosts"), Path.of("/etc/resolv.conf"));
    }

    SystemLookup(Path hosts, Path resolvConf) {
        this.hosts = new CachedFile<>(hosts, Hosts::parse);
        this.resolvConf = new CachedFile<>(resolvConf, ResolvConf::parse);
    }

    @Override
    public Answer find(String host, Dns dns, Optional<Answer> before) throws LookupFailure, InterruptedException {
        if (!host.startsWith("_")) {
            return address(host, dns, before);
        }
        DnsServers.Records services =
                search(host, dns, (name, settings) -> servers.find(name, DnsRecordType.SRV, settings));
        return ServiceLookup.find(services, (target, known) -> address(target, dns, known), before);
    }

    private Answer address(String host, Dns dns, Optional<Answer> before) throws LookupFailure, InterruptedException {
        List<InetAddress> local = hosts.get().orElse(Hosts.NONE).addresses(host);
        if (!local.isEmpty()) {
            return Answer.of(local, Answer.UNKNOWN);
        }
        if (host.indexOf(':') >= 0) {
            throw new LookupFailure(Kind.ABSENT, "this host has no such address or network interface");
        }
        if (settings(dns).servers().isEmpty()) {
            return jdk(host).orElseThrow(() -> new LookupFailure(Kind.REFUSED, "the system does not know the name"));
        }
        try {
            return search(host, dns, (name, settings) -> hostLookup.find(name, settings, before));
        } catch (LookupFailure e) {
            boolean more = e.kind() == Kind.ABSENT && dns.servers().isEmpty();
            Optional<Answer> found = more ? jdk(host) : Optional.empty();
            return found.orElseThrow(() -> e);
        }
    }

    /**
     * Asks for one candidate after the other. As the C library does, a server that answers with an error does not end the
     * search, servers that are silent do.
     */
    private <T> T search(String host, Dns dns, Question<T> question) throws LookupFailure, InterruptedException {
        DnsServers.Settings settings = settings(dns);
        LookupFailure worst = new LookupFailure(Kind.ABSENT, "there is no such name");
        for (String name : resolvConf.get().orElse(ResolvConf.NONE).candidates(host, dns.search())) {
            try {
                return question.ask(name, settings);
            } catch (LookupFailure e) {
                if (e.kind() == Kind.SILENT) {
                    throw e;
                }
                worst = worst.kind() == Kind.REFUSED ? worst : e;
            }
        }
        throw worst;
    }

    private DnsServers.Settings settings(Dns dns) {
        ResolvConf conf = resolvConf.get().orElse(ResolvConf.NONE);
        List<InetSocketAddress> named = dns.servers().stream()
                .map(server -> new InetSocketAddress(InetAddress.ofLiteral(server.host()), server.port()))
                .toList();
        return new DnsServers.Settings(named.isEmpty() ? conf.servers() : named, conf.attempts(), dns.timeout());
    }

    private static Optional<Answer> jdk(String host) {
        try {
            return Optional.of(Answer.of(List.of(InetAddress.getAllByName(host)), Answer.UNKNOWN));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /** Whether DNS was ever asked. */
    boolean started() {
        return client.started();
    }

    @Override
    public void close() {
        client.close();
    }
}
