package dev.sekisho.bench.sidebyside;

import dev.sekisho.bench.sidebyside.HttpConnection.Response;
import java.io.IOException;
import java.time.Duration;

/**
 * A proxy that answers.
 *
 * @param port its loopback port
 * @param startup from the creation of its process to its first 200
 */
record RunningProxy(Workspace workspace, int port, ManagedProcess process, Duration startup) implements AutoCloseable {

    /** Long enough for a JVM with 100,000 routes on a slow machine. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final int POLL_MILLIS = 2;

    /** Polls {@code path} until it is answered with 200. */
    static RunningProxy await(Workspace workspace, ManagedProcess process, int port, String path)
            throws IOException, InterruptedException {
        byte[] request = HttpConnection.request(path);
        String last = "no answer";
        while (System.nanoTime() - process.startedNanos() < START_LIMIT.toNanos()) {
            try (HttpConnection connection = new HttpConnection(port)) {
                Response response = connection.exchange(request);
                if (response.status() == 200) {
                    Duration startup = Duration.ofNanos(System.nanoTime() - process.startedNanos());
                    return new RunningProxy(workspace, port, process, startup);
                }
                last = "status " + response.status();
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            if (!process.alive()) {
                break;
            }
            Thread.sleep(POLL_MILLIS);
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
