package dev.sekisho.dataplane.upstream.health;

/** What came of a probe. */
public enum ProbeResult {
    /** As expected. */
    GOOD("good"),
    /** An answer with another status, or no HTTP. */
    BAD_STATUS("bad answers"),
    /** No connection, or one that ended before an answer. */
    TCP_FAILURE("failed connections"),
    /** No answer in time. */
    TIMEOUT("timeouts");

    private final String words;

    ProbeResult(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
