package dev.sekisho.server.discovery;

import dev.sekisho.server.discovery.LookupFailure.Kind;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The A and AAAA records of one name together. Thread-safe. */
final class HostLookup {

    /** Where one family is known, the other is waited for so long: some servers never answer one of the two questions. */
    private static final long DELAY_MILLIS = 500;

    private static final int IPV4 = 4;
    private static final int IPV6 = 16; // octets of an address

    private final DnsServers servers;

    /** How the question for one family ended. */
    private record Family(int octets, CompletableFuture<DnsServers.Records> records) {

        List<InetAddress> addresses() {
            return found()
                    ? records.join().records().stream()
                            .map(DnsRecordData::address)
                            .filter(address -> address.getAddress().length == octets)
                            .toList()
                    : List.of();
        }

        boolean found() {
            return records.isDone() && !records.isCompletedExceptionally();
        }

        long ttl() {
            return found() ? records.join().ttl() : Integer.MAX_VALUE;
        }

        LookupFailure failure() {
            boolean failed = records.isCompletedExceptionally();
            Throwable cause = failed ? records.exceptionNow() : null;
            return cause instanceof LookupFailure failure
                    ? failure
                    : new LookupFailure(Kind.SILENT, cause == null ? "no answer in time" : String.valueOf(cause));
        }
    }

    HostLookup(DnsServers servers) {
        this.servers = servers;
    }

    /**
     * The addresses of a name, which ends with a dot. Where one family cannot be found out, its addresses of before stay.
     */
    Answer find(String name, DnsServers.Settings settings, Optional<Answer> before)
            throws LookupFailure, InterruptedException {
        Family four = new Family(IPV4, Background.start("dns-a", () -> servers.find(name, DnsRecordType.A, settings)));
        Family six =
                new Family(IPV6, Background.start("dns-aaaa", () -> servers.find(name, DnsRecordType.AAAA, settings)));
        await(four.records(), six.records());
        List<InetAddress> found = new ArrayList<>(four.addresses());
        found.addAll(six.addresses());
        if (found.isEmpty()) {
            LookupFailure first = four.failure();
            throw first.kind() == Kind.ABSENT ? six.failure() : first;
        }
        for (Family family : List.of(four, six)) {
            if (!family.found() && family.failure().kind() != Kind.ABSENT) {
                before.stream()
                        .flatMap(answer -> answer.addresses().stream())
                        .filter(address -> address.getAddress().length == family.octets())
                        .forEach(found::add);
            }
        }
        return Answer.of(Interfaces.reachable(found), Math.min(four.ttl(), six.ttl()));
    }

    private static void await(CompletableFuture<?> one, CompletableFuture<?> other) throws InterruptedException {
        CompletableFuture<Void> both = CompletableFuture.allOf(one, other).handle((_, _) -> null);
        for (CompletableFuture<?> each : List.of(one, other)) {
            each.thenRun(() -> both.completeOnTimeout(null, DELAY_MILLIS, TimeUnit.MILLISECONDS));
        }
        Background.await(both);
    }
}
