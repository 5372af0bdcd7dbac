package dev.sekisho.server.webhook;

/** How one try to deliver ended. */
sealed interface Try {

    /** Answered with 2xx. */
    record Delivered() implements Try {}

    /** Another try may do better. */
    record Again(String why) implements Try {}

    /** Another try would end the same. */
    record Refused(String why) implements Try {}

    /** What a status means. A redirect is refused: it may lead to where the configuration must not. */
    static Try of(int status) {
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        return status == 429 || status >= 500 ? new Again("status " + status) : new Refused("status " + status);
    }
}
