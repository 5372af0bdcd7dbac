package dev.sekisho.server.discovery;

import dev.sekisho.model.Address;
import dev.sekisho.server.discovery.LookupFailure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the SRV records of a service lead to (RFC 2782): those of the lowest priority serve, the others are backups, and a
 * weight of 0 counts as 1. Thread-safe.
 */
final class ServiceLookup {

    private static final String NOT_OFFERED = "."; // RFC 2782: the service is decidedly not available

    private ServiceLookup() {}

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Hosts {
        Answer find(String host, Optional<Answer> before) throws LookupFailure, InterruptedException;
    }

    /**
     * The places of a service. The places of a host that cannot be looked up are those of before; where other hosts can be,
     * it is tried again as soon as answers may be.
     */
    static Answer find(DnsServers.Records services, Hosts hosts, Optional<Answer> before)
            throws LookupFailure, InterruptedException {
        List<DnsRecordData> records = services.records().stream()
                .filter(record -> !record.target().equals(NOT_OFFERED) && record.port() > 0)
                .toList();
        if (records.isEmpty()) {
            throw new LookupFailure(Kind.ABSENT, "the service is not offered");
        }
        Map<String, CompletableFuture<Answer>> answers = new LinkedHashMap<>();
        for (DnsRecordData record : records) {
            answers.computeIfAbsent(
                    record.target(),
                    host -> Background.start("lookup", () -> hosts.find(host, of(bare(host), before))));
        }
        Background.await(CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new)));
        return collect(records, services.ttl(), answers, before);
    }

    private static Answer collect(
            List<DnsRecordData> records,
            long serviceTtl,
            Map<String, CompletableFuture<Answer>> answers,
            Optional<Answer> before)
            throws LookupFailure {
        int best = records.stream().mapToInt(DnsRecordData::priority).min().orElseThrow();
        List<Place> places = new ArrayList<>();
        long ttl = serviceTtl;
        for (DnsRecordData record : records) {
            String host = bare(record.target());
            CompletableFuture<Answer> answer = answers.getOrDefault(record.target(), new CompletableFuture<>());
            boolean found = !answer.isCompletedExceptionally();
            Optional<Answer> usable = found ? Optional.of(answer.join()) : of(host, before);
            ttl = Math.min(ttl, found ? known(answer.join().ttl()) : 0);
            Address service = new Address(host, record.port());
            int weight = Math.max(1, record.weight());
            boolean backup = record.priority() > best;
            usable.ifPresent(hostAnswer -> hostAnswer.addresses().stream()
                    .distinct()
                    .forEach(address -> places.add(new Place(address, Optional.of(service), weight, backup))));
        }
        if (places.isEmpty()) {
            throw failure(answers);
        }
        places.sort(Comparator.comparing(place -> place.service().orElseThrow().toString()));
        return new Answer(places, ttl);
    }

    private static long known(long ttl) {
        return ttl == Answer.UNKNOWN ? Integer.MAX_VALUE : ttl;
    }

    private static LookupFailure failure(Map<String, CompletableFuture<Answer>> answers) {
        return answers.values().stream()
                .map(CompletableFuture::exceptionNow)
                .filter(LookupFailure.class::isInstance)
                .map(LookupFailure.class::cast)
                .findFirst()
                .orElseGet(() -> new LookupFailure(Kind.REFUSED, "no host of the service can be looked up"));
    }

    /** What was known of a host of the service. */
    private static Optional<Answer> of(String host, Optional<Answer> before) {
        List<Place> places = before.stream()
                .flatMap(answer -> answer.places().stream())
                .filter(place -> place.service().map(Address::host).orElse("").equals(host))
                .toList();
        return places.isEmpty() ? Optional.empty() : Optional.of(new Answer(places, 0));
    }

    private static String bare(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
