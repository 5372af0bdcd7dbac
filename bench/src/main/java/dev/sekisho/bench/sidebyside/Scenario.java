package dev.sekisho.bench.sidebyside;

import java.io.IOException;

/** A measurement of its own, named on the command line. */
interface Scenario {

    String name();

    /**
     * Starts what it needs, measures, stops it.
     *
     * @throws IOException if the harness itself fails; a peer that fails is a remark in the report
     */
    Report run(Session session) throws IOException, InterruptedException;
}
