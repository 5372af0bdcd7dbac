package dev.sekisho.dataplane.upstream.balancer;

/** What a balancer may choose from, as one loop sees it. Implementations allocate nothing. One thread only. */
public interface Candidates {

    /** How many there are. */
    int size();

    /** Whether that one may be chosen now. */
    boolean mayServe(int number);

    /** Its share of requests against the others, at this moment. */
    int weight(int number);

    /** Its share as configured, whatever its age and state: 1 and more where it has one. */
    int configuredWeight(int number);

    /** Host and port as configured, {@code host:port}; the addresses that a name stands for have the same one. */
    String address(int number);

    /** Calls to it under way. */
    int active(int number);

    /** Moving average of its response times, nanoseconds; 0 where none is known. */
    long latencyNanos(int number);

    /** Whether any of them may be chosen now. */
    default boolean anyServes() {
        for (int i = 0; i < size(); i++) {
            if (mayServe(i)) {
                return true;
            }
        }
        return false;
    }

    /** A number for its address, the same over reloads and restarts. */
    long identity(int number);
}
