package dev.sekisho.model;

/** What is spoken on connections to targets. */
public enum Protocol {
    /** HTTP/1.1, one request at a time on a connection. */
    HTTP1,
    /** HTTP/2, many at a time: agreed on by ALPN where {@code tls} is given, else known beforehand (h2c). */
    HTTP2,
    /** HTTP/2 where the target agrees to it by ALPN, else HTTP/1.1, as always where {@code tls} is not given. */
    AUTO
}
