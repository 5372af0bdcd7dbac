package dev.sekisho.model;

/** What a stream carries. */
public enum StreamProtocol {
    /** Connections. */
    TCP,
    /** Datagrams, those of one client address being a session. */
    UDP
}
