package dev.sekisho.model;

/** Which header of the PROXY protocol goes ahead of a connection to a target. */
public enum ProxyHeader {
    /** None. */
    OFF,
    /** The line of text. */
    V1,
    /** The binary form. */
    V2
}
