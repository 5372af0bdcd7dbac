package dev.sekisho.bench.sidebyside;

/** What a proxy speaks with its clients and with the upstream. The TLS is version 1.3 with one suite everywhere. */
enum Wire {
    /** HTTP/1.1 on both sides. */
    HTTP(false, false),
    /** TLS with HTTP/1.1 to clients; no session is resumed. */
    TLS(true, false),
    /** The same with session tickets. */
    TICKETS(true, false),
    /** TLS with HTTP/2 to clients, chosen by ALPN; HTTP/1.1 to the upstream. */
    H2(true, true),
    /** HTTP/2 in the clear, by prior knowledge (RFC 9113 section 3.3); HTTP/1.1 to the upstream. */
    H2C(false, true),
    /** HTTP/2 in the clear on both sides. */
    GRPC(false, true),
    /** HTTP/1.1 on both sides, upgraded (RFC 6455). */
    WEBSOCKET(false, false);

    /** The only suite that clients offer: the one that RFC 8446 section 9.1 makes mandatory. */
    static final String SUITE = "TLS_AES_128_GCM_SHA256";

    private final boolean encrypted;
    private final boolean http2;

    Wire(boolean encrypted, boolean http2) {
        this.encrypted = encrypted;
        this.http2 = http2;
    }

    /** Whether clients speak TLS. */
    boolean encrypted() {
        return encrypted;
    }

    /** Whether clients speak HTTP/2. */
    boolean http2() {
        return http2;
    }

    /** Client connections and the requests that can wait at once on one of them. */
    int streams() {
        return http2 ? H2Load.CONNECTIONS * H2Load.STREAMS : Wrk.CONNECTIONS;
    }
}
