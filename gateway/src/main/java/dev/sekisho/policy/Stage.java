package dev.sekisho.policy;

/** The stages of a chain, in their order over the request; over the response they run in reverse. */
public enum Stage {
    /**
     * What every answer must pass on its way out, refusals by later stages included, and answers that need no knowledge of
     * the caller, such as CORS preflights.
     */
    EDGE,
    /** Who is it? */
    AUTHENTICATION,
    /** May they? */
    AUTHORISATION,
    /** How much may they? */
    LIMIT,
    /** Changes of what the backend is asked and of what it answered. */
    TRANSFORMATION,
    /** Answers in place of the backend. */
    ANSWER
}
