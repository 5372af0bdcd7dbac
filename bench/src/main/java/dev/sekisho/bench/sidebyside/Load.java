package dev.sekisho.bench.sidebyside;

import java.io.IOException;

/** Something that asks a proxy as much as it can. Implementations keep no state between two runs. */
interface Load {

    /**
     * What a load counted.
     *
     * @param requests answered requests
     * @param micros duration in µs
     * @param p50Micros median latency in µs
     * @param p99Micros 99th percentile of the latency in µs
     * @param failures requests that were not answered as they should be
     */
    record Result(long requests, long micros, long p50Micros, long p99Micros, long failures) {}

    /**
     * Checks that this machine has what it takes.
     *
     * @throws IOException if it has not; the message says what is missing
     */
    default void require() throws IOException {}

    /**
     * Runs against a loopback port.
     *
     * @throws IOException if it could not run at all
     */
    Result run(Workspace workspace, int port, int seconds) throws IOException, InterruptedException;
}
