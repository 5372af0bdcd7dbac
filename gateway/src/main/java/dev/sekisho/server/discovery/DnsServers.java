package dev.sekisho.server.discovery;

import dev.sekisho.server.discovery.LookupFailure.Kind;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the servers one after the other until one knows, and follows aliases. Thread-safe. */
final class DnsServers {

    private static final int MAX_STEPS = 8; // questions for one name, each where the one before ended in an alias
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30); // a silent server is asked last for so long

    private final DnsClient client;
    private final Map<InetSocketAddress, Long> silent = new ConcurrentHashMap<>();

    /**
     * Which servers, and how.
     *
     * @param attempts rounds over all of them
     * @param timeout of one question to one server
     */
    record Settings(List<InetSocketAddress> servers, int attempts, Duration timeout) {}

    /**
     * Records of a name.
     *
     * @param records at least one
     * @param ttl seconds
     */
    record Records(List<DnsRecordData> records, long ttl) {}

    DnsServers(DnsClient client) {
        this.client = client;
    }

    /** The records of a name, which ends with a dot. */
    Records find(String name, DnsRecordType type, Settings settings) throws LookupFailure, InterruptedException {
        String at = name.toLowerCase(Locale.ROOT);
        long ttl = Integer.MAX_VALUE;
        for (int i = 0; i < MAX_STEPS; i++) {
            DnsMessage.Trail trail = answered(at, type, settings).follow(at, type);
            ttl = Math.min(ttl, trail.ttl());
            if (!trail.records().isEmpty()) {
                return new Records(trail.records(), ttl);
            }
            if (trail.name().equals(at)) {
                throw new LookupFailure(Kind.ABSENT, "the name has no " + type.name() + " records");
            }
            at = trail.name();
        }
        throw new LookupFailure(Kind.REFUSED, "too many aliases");
    }

    /** The first answer that says something about the name. */
    private DnsMessage answered(String name, DnsRecordType type, Settings settings)
            throws LookupFailure, InterruptedException {
        LookupFailure last = new LookupFailure(Kind.SILENT, "no server is known");
        for (int i = 0; i < settings.attempts(); i++) {
            for (InetSocketAddress server : ordered(settings.servers())) {
                try {
                    return ask(server, name, type, settings.timeout());
                } catch (LookupFailure e) {
                    if (e.kind() == Kind.ABSENT) {
                        throw e;
                    }
                    last = e;
                }
            }
        }
        throw last;
    }

    private List<InetSocketAddress> ordered(List<InetSocketAddress> servers) {
        long now = System.nanoTime();
        silent.values().removeIf(since -> now - since > SILENCE_NANOS);
        return servers.stream()
                .sorted(Comparator.comparing(silent::containsKey))
                .toList();
    }

    private DnsMessage ask(InetSocketAddress server, String name, DnsRecordType type, Duration timeout)
            throws LookupFailure, InterruptedException {
        try {
            long limit = timeout.toMillis() * 3; // UDP, connecting over TCP, TCP
            DnsMessage message = client.ask(server, name, type, timeout).get(limit, TimeUnit.MILLISECONDS);
            silent.remove(server);
            return judge(message, server);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DnsNameResolverTimeoutException) {
                throw silence(server);
            }
            throw new LookupFailure(Kind.REFUSED, server + " cannot be asked or understood: " + root(e));
        } catch (TimeoutException _) {
            throw silence(server);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new LookupFailure(Kind.REFUSED, "it cannot be asked for: " + root(e)); // no name of DNS, or closed
        }
    }

    private LookupFailure silence(InetSocketAddress server) {
        silent.put(server, System.nanoTime());
        return new LookupFailure(Kind.SILENT, server + " does not answer");
    }

    private static String root(Throwable error) {
        Throwable at = error;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    private static DnsMessage judge(DnsMessage message, InetSocketAddress server) throws LookupFailure {
        if (message.code().equals(DnsResponseCode.NXDOMAIN)) {
            throw new LookupFailure(Kind.ABSENT, "there is no such name (NXDOMAIN)");
        }
        boolean empty = message.truncated() && message.answers().isEmpty();
        if (empty || !message.code().equals(DnsResponseCode.NOERROR)) {
            String what = empty ? "a truncated answer" : message.code().toString();
            throw new LookupFailure(Kind.REFUSED, server + " answers " + what);
        }
        return message;
    }
}
