package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.model.Address;
import dev.sekisho.model.Secret;
import dev.sekisho.model.SyslogTransport;
import dev.sekisho.policy.FetchUrl;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.LogDestination;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the settings say of where records go. */
final class Destinations {

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");

    private Destinations() {}

    /**
     * The one destination.
     *
     * @throws IllegalArgumentException where there is none or more than one, or one cannot work
     */
    static LogDestination of(LogConfig config) {
        List<String> names = new ArrayList<>();
        List<LogDestination> all = new ArrayList<>();
        add("tcp", config.tcp(), Destinations::of, names, all);
        add("udp", config.udp(), Destinations::of, names, all);
        add("http", config.http(), Destinations::of, names, all);
        add("file", config.file(), Destinations::of, names, all);
        add("syslog", config.syslog(), Destinations::of, names, all);
        return only(names, all, "tcp, udp, http, file and syslog");
    }

    /** The one destination of a further record; as {@link #of(LogConfig)}. */
    static LogDestination of(AlsoLogConfig config) {
        List<String> names = new ArrayList<>();
        List<LogDestination> all = new ArrayList<>();
        add("file", config.file(), Destinations::of, names, all);
        add("syslog", config.syslog(), Destinations::of, names, all);
        return only(names, all, "file and syslog");
    }

    private static LogDestination only(List<String> names, List<LogDestination> all, String known) {
        if (all.size() != 1) {
            String found = names.isEmpty() ? "no destination" : String.join(" and ", names);
            throw new IllegalArgumentException(found + " (expected: one of " + known + ")");
        }
        return all.getFirst();
    }

    private static <C> void add(
            String name,
            Optional<C> config,
            Function<C, LogDestination> made,
            List<String> names,
            List<LogDestination> all) {
        config.ifPresent(given -> {
            names.add(name);
            all.add(made.apply(given));
        });
    }

    private static LogDestination of(TcpLogConfig tcp) {
        String scheme = tcp.tls().isPresent() ? "tls" : "tcp";
        return new LogDestination.Stream(
                scheme, whole("tcp", tcp.address()), tcp.tls(), tcp.timeout(), tcp.keepalive(), false);
    }

    private static LogDestination of(UdpLogConfig udp) {
        return new LogDestination.Datagrams("udp", whole("udp", udp.address()), udp.timeout());
    }

    private static LogDestination of(SyslogConfig syslog) {
        Address address = whole("syslog", syslog.address());
        if (syslog.transport() == SyslogTransport.TCP) {
            return new LogDestination.Stream(
                    "syslog", address, syslog.tls(), syslog.timeout(), syslog.keepalive(), true);
        }
        if (syslog.tls().isPresent()) {
            throw new IllegalArgumentException("syslog.tls: given with transport udp (expected: transport: tcp)");
        }
        return new LogDestination.Datagrams("syslog", address, syslog.timeout());
    }

    private static LogDestination of(FileLogConfig file) {
        try {
            if (file.path().isBlank()) {
                throw new IllegalArgumentException("file.path: empty (expected: the path of a file)");
            }
            return new LogDestination.File(Path.of(file.path()));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file.path: " + e.getReason() + " (expected: the path of a file)", e);
        }
    }

    private static LogDestination of(HttpLogConfig http) {
        if (!METHODS.contains(http.method())) {
            throw new IllegalArgumentException(
                    "http.method: " + FieldNames.printable(http.method()) + " (expected: POST, PUT or PATCH)");
        }
        value("http.contentType", http.contentType());
        for (Map.Entry<String, Secret> field : http.headers().entrySet()) {
            FieldNames.changeable("http.headers", field.getKey(), Head.REQUEST);
            value("http.headers." + field.getKey(), field.getValue().reveal());
        }
        return new LogDestination.Http(
                FetchUrl.of("http.url", http.url(), true, ""),
                http.method(),
                http.contentType(),
                http.headers(),
                http.tls(),
                http.timeout(),
                http.keepalive());
    }

    /** Checks a value of a field, which may be a secret. */
    private static void value(String setting, String text) {
        byte[] bytes = Ascii.bytes(text);
        if (text.chars().anyMatch(c -> c > 0x7E) || !Tokens.isFieldValue(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException(setting + ": not shown (expected: ASCII without control characters)");
        }
    }

    private static Address whole(String setting, Address address) {
        if (address.host().isEmpty() || address.port() == 0) {
            throw new IllegalArgumentException(
                    setting + ".address: " + address + " (expected: a host and a port of 1 to 65535)");
        }
        return address;
    }
}
