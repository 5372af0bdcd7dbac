package dev.sekisho.server.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A record of an answer, apart from the buffers that it came in.
 *
 * @param name in lower case, with its last dot
 * @param ttl seconds; 0 where the number is beyond RFC 2181 section 8
 * @param data the bytes that follow the head of the record
 * @param target the name that a CNAME or SRV record leads to, in lower case with its last dot; else empty
 */
record DnsRecordData(String name, DnsRecordType type, long ttl, byte[] data, String target) {

    private static final int SRV_NAME = 6; // octets before the target of an SRV record: priority, weight, port

    static DnsRecordData of(DnsRawRecord record) {
        ByteBuf content = record.content();
        byte[] data = ByteBufUtil.getBytes(content);
        String target = "";
        if (record.type().equals(DnsRecordType.CNAME)) {
            target = fold(DefaultDnsRecordDecoder.decodeName(content.duplicate()));
        } else if (record.type().equals(DnsRecordType.SRV)) {
            if (data.length <= SRV_NAME) {
                throw new CorruptedFrameException("SRV record of " + data.length + " octets");
            }
            target = fold(DefaultDnsRecordDecoder.decodeName(content.duplicate().skipBytes(SRV_NAME)));
        }
        long ttl = record.timeToLive() > Integer.MAX_VALUE ? 0 : record.timeToLive();
        return new DnsRecordData(fold(record.name()), record.type(), ttl, data, target);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The address of an A or AAAA record. */
    InetAddress address() {
        try {
            return InetAddress.getByAddress(data);
        } catch (UnknownHostException e) {
            throw new CorruptedFrameException("address of " + data.length + " octets", e);
        }
    }

    int priority() {
        return number(0);
    }

    int weight() {
        return number(2);
    }

    int port() {
        return number(4);
    }

    private int number(int at) {
        return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
    }
}
