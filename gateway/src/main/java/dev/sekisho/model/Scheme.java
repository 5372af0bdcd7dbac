package dev.sekisho.model;

/** How a client speaks, as it sees it: seen through trusted proxies. */
public enum Scheme {
    /** In the clear. */
    HTTP,
    /** Over TLS. */
    HTTPS
}
