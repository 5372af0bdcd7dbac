package dev.sekisho.server.health;

import dev.sekisho.model.ProxyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The header of the PROXY protocol on a connection of the gateway's own, which it opens for no client: UNKNOWN in version 1,
 * the command LOCAL in version 2 (proxy-protocol.txt of HAProxy, sections 2.1 and 2.2). Thread-safe.
 */
final class OwnHeader {

    private static final byte[] UNKNOWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Signature; version 2 and LOCAL; no address family; no addresses. */
    private static final byte[] LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20" + "00" + "0000");

    private OwnHeader() {}

    /** Sends that header; nothing for {@code OFF}. */
    static void send(ProxyHeader header, OutputStream out) throws IOException {
        switch (header) {
            case OFF -> {}
            case V1 -> out.write(UNKNOWN);
            case V2 -> out.write(LOCAL);
        }
    }
}
