package dev.sekisho.model;

/** What a listener does with the fields by which proxies tell of clients. */
public enum ForwardedFields {
    /** Tells the upstream of the client, and gives each request an id; what an untrusted peer says of that goes. */
    WRITE,
    /** Neither writes nor removes any: whoever is behind sees what the client sent, and what policies have set. */
    LEAVE
}
