package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/**
 * Connections that each make a handshake, do one request and end: as many at once as there are clients, each with sessions of
 * its own, by which handshakes are resumed, or must not be. One that is not as wanted counts as failed. Each client's first
 * handshake, which is a full one, is not counted; it is one of hundreds. The latency is that of the whole connection.
 *
 * @param certificate what the proxies show, and what clients show where they are asked to
 * @param clients how many connect at once
 * @param resumed whether each resumes the session of the one before
 */
record HandshakeLoad(Certificate certificate, int clients, boolean resumed) implements Load {

    /** A session's time has the resolution of a millisecond. */
    private static final int BETWEEN_SESSIONS_MILLIS = 3;

    /** What one client saw. */
    private record Part(Samples samples, long failures) {}

    @Override
    public Result run(Workspace workspace, int port, int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long deadline = start + Duration.ofSeconds(seconds).toNanos();
        List<Part> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Callable<Part>> loops = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                loops.add(() -> client(port, deadline));
            }
            for (Future<Part> client : threads.invokeAll(loops)) {
                parts.add(client.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("no session could be begun: " + e.getCause(), e);
        }
        return result(parts, (System.nanoTime() - start) / 1000);
    }

    private static Result result(List<Part> parts, long micros) throws IOException {
        long[] sorted = Samples.sorted(parts.stream().map(Part::samples).toList());
        if (sorted.length == 0) {
            throw new IOException("no handshake was as wanted");
        }
        return new Result(
                sorted.length,
                micros,
                Samples.quantile(sorted, 0.5) / 1000,
                Samples.quantile(sorted, 0.99) / 1000,
                parts.stream().mapToLong(Part::failures).sum());
    }

    private Part client(int port, long deadline) throws IOException, InterruptedException {
        SSLContext context = certificate.clientContext();
        TlsClient.exchange(context, port);
        Thread.sleep(BETWEEN_SESSIONS_MILLIS);
        Samples samples = new Samples();
        long failures = 0;
        for (long start = System.nanoTime(); start < deadline; start = System.nanoTime()) {
            if (isAsWanted(context, port)) {
                samples.add(System.nanoTime() - start);
            } else {
                failures++;
            }
        }
        return new Part(samples, failures);
    }

    private boolean isAsWanted(SSLContext context, int port) {
        try {
            return TlsClient.exchange(context, port) == resumed;
        } catch (IOException refusedOrCut) {
            return false;
        }
    }
}
