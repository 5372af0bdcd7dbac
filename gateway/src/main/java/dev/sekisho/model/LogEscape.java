package dev.sekisho.model;

/** How values stand in a line of the {@code log} policy. None lets a value end the line. */
public enum LogEscape {
    /** As inside a string of JSON, all of it ASCII: quotes and backslashes behind a backslash, other bytes as &#92;u00XX. */
    JSON,
    /** As inside a string of JSON, bytes beyond ASCII as they are, as nginx's {@code escape=json}. */
    JSON_BYTES,
    /** Quotes, backslashes, controls and bytes beyond ASCII as &#92;xXX, as nginx's {@code escape=default}. */
    HEX,
    /** As they are, but for controls, which are &#92;xXX. */
    NONE
}
