package dev.sekisho.policy.cache.rule;

/** What in a request tells who the client is, beyond what is part of the key. */
public enum Personal {
    /** Nothing. */
    NO,
    /** Cookies. */
    COOKIES,
    /** Authorization, or a client that a policy knows. */
    IDENTITY
}
