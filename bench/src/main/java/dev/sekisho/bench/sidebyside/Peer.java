package dev.sekisho.bench.sidebyside;

import java.io.IOException;

/** One side of the comparison: a reverse proxy that can be configured and started. Implementations keep no state. */
interface Peer {

    /** Seconds of load until the JIT compiler of a JVM has little left to do, on two cores that it has to share. */
    int JVM_WARM_UP_SECONDS = 20;

    /** The short name that tables and records use. */
    String name();

    /** What it asks of clients. */
    default Work work() {
        return Work.NONE;
    }

    /**
     * Builds what is missing and asks the product for its version.
     *
     * @throws IOException if it is not on this machine or cannot be built; the message says why
     */
    String prepare(Workspace workspace) throws IOException, InterruptedException;

    /** Seconds of load before the first measurement: long for those with a JIT compiler. */
    int warmUpSeconds();

    /**
     * Starts it and waits for its first 200.
     *
     * @throws IOException if it ends, or does not answer in time; the message holds what it printed last
     */
    RunningProxy start(Setup setup) throws IOException, InterruptedException;
}
