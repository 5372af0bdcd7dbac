package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.time.Duration;

/**
 * A proxy that answers.
 *
 * @param port its loopback port
 * @param startup from the creation of its process until it served what was asked of it
 */
record RunningProxy(Workspace workspace, int port, ManagedProcess process, Duration startup) implements AutoCloseable {

    /** Long enough for a JVM with 100,000 routes on a slow machine. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /**
     * Tries until it serves what it was asked to.
     *
     * @throws IOException if it ends, or does not in time; the message holds what was wrong and what it printed last
     */
    static RunningProxy await(Workspace workspace, ManagedProcess process, int port, Probe probe)
            throws IOException, InterruptedException {
        String last = "no answer";
        while (System.nanoTime() - process.startedNanos() < START_LIMIT.toNanos()) {
            try {
                probe.check().run(workspace, port);
                Duration startup = Duration.ofNanos(System.nanoTime() - process.startedNanos());
                return new RunningProxy(workspace, port, process, startup);
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            if (!process.alive()) {
                break;
            }
            Thread.sleep(probe.pauseMillis());
        }
        String state = process.alive() ? "not ready in " + START_LIMIT.toSeconds() + " s" : "ended";
        workspace.stop(process);
        throw new IOException("%s (%s): %s".formatted(state, last, process.outputTail()));
    }

    @Override
    public void close() {
        workspace.stop(process);
    }
}
