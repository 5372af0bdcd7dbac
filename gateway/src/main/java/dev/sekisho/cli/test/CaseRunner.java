package dev.sekisho.cli.test;

/** Runs one case after the other. For one thread. */
interface CaseRunner extends AutoCloseable {

    /** Runs a case of a file. */
    CaseResult run(Cases file, Case one) throws InterruptedException;

    @Override
    void close();
}
