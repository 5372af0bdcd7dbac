package dev.sekisho.telemetry.shadow;

/**
 * One thing that two answers differ in.
 *
 * @param kind status, header or body
 * @param where name of the header, or JSON pointer into the body; empty for the status and bodies that are no JSON
 * @param answer what the client got
 * @param shadow what the service that got the copy answered
 */
public record Difference(Kind kind, String where, String answer, String shadow) {

    /** What part of the answer. */
    public enum Kind {
        /** The status. */
        STATUS,
        /** A header. */
        HEADER,
        /** The body. */
        BODY
    }
}
