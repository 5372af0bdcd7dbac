package dev.sekisho.server.discovery;

import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server's answer to one question.
 *
 * @param truncated whether records are missing, since TCP did not work either
 */
record DnsMessage(DnsResponseCode code, boolean truncated, List<DnsRecordData> answers) {

    private static final int MAX_ALIASES = 16;

    /**
     * Where a name leads.
     *
     * @param name the last name of the chain of aliases
     * @param records of the type asked for, under that name
     * @param ttl the smallest of all on the way, in seconds
     */
    record Trail(String name, List<DnsRecordData> records, long ttl) {}

    /** Copies what is needed of a response, which the caller releases. */
    static DnsMessage of(DnsResponse response) {
        List<DnsRecordData> answers = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord raw) {
                answers.add(DnsRecordData.of(raw));
            }
        }
        return new DnsMessage(response.code(), response.isTruncated(), List.copyOf(answers));
    }

    /** Follows the aliases (CNAME) of a name, which is in lower case with its last dot. */
    Trail follow(String name, DnsRecordType type) {
        String at = name;
        long ttl = Integer.MAX_VALUE;
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<DnsRecordData> found = records(at, type);
            if (!found.isEmpty()) {
                long least = found.stream().mapToLong(DnsRecordData::ttl).min().orElseThrow();
                return new Trail(at, found, Math.min(ttl, least));
            }
            Optional<DnsRecordData> alias =
                    records(at, DnsRecordType.CNAME).stream().findFirst();
            if (alias.isEmpty()) {
                break;
            }
            ttl = Math.min(ttl, alias.get().ttl());
            at = alias.get().target();
        }
        return new Trail(at, List.of(), ttl);
    }

    private List<DnsRecordData> records(String name, DnsRecordType type) {
        return answers.stream()
                .filter(record -> record.type().equals(type) && record.name().equals(name))
                .toList();
    }
}
