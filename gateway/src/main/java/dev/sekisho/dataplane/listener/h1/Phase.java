package dev.sekisho.dataplane.listener.h1;

/** What a client's connection is at, as far as the bytes that it sends are concerned. */
enum Phase {
    /** A request head is awaited, or has come in part. */
    HEAD,
    /** The body of a request goes to the upstream. */
    BODY,
    /** What is left of a body whose response is sent already is read past. */
    DISCARD,
    /** The request is whole, or will not be read on; its response is awaited. */
    RESPONSE,
    /** Bytes of another protocol pass both ways. */
    TUNNEL,
    /** No request is read any more. */
    CLOSING
}
