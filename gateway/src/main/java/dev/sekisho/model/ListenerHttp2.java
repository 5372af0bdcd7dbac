package dev.sekisho.model;

/** How a listener speaks HTTP/2 (RFC 9113). */
public record ListenerHttp2(
        @Property(
                value =
                        "Whether clients may agree on HTTP/2 in the TLS handshake (ALPN); otherwise all connections are HTTP/1.1.",
                defaultValue = "true")
        boolean enabled,

        @Property(
                value =
                        "Whether clients may begin HTTP/2 in the clear, without asking (prior knowledge, RFC 9113 section 3.3). The "
                                + "upgrade from HTTP/1.1 is never taken.",
                defaultValue = "false")
        boolean cleartext,

        @Property(
                value = "Streams of one connection that may be open at once; more are refused, and may be sent again.",
                defaultValue = "100",
                min = "1",
                max = "10000")
        int streams,

        @Property(
                value =
                        "Bytes of a request body that a client may send ahead on each stream; this much is held where the upstream "
                                + "is slower.",
                defaultValue = "64KiB",
                min = "16KiB",
                max = "16MiB")
        Size window,

        @Property(
                value =
                        "Streams that a client may reset within 30 s, or have reset by faults; beyond, the connection is closed.",
                defaultValue = "200",
                min = "10",
                max = "100000")
        int resets) {}
