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

/** A closed loop over 16 keep-alive connections that keeps the latency of every request. */
final class LatencyLoad {

    private static final int CONNECTIONS = 16;

    private LatencyLoad() {}

    /**
     * The 99th percentile of the latency in ms over so many seconds.
     *
     * @throws IOException if a request fails
     */
    static double p99Millis(int port, int seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Samples>> loops = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                loops.add(() -> loop(port, deadline));
            }
            List<Samples> samples = new ArrayList<>();
            for (Future<Samples> loop : threads.invokeAll(loops)) {
                samples.add(loop.get());
            }
            return percentile99(samples) / 1e6;
        } catch (ExecutionException e) {
            throw new IOException("a request failed: " + e.getCause(), e);
        }
    }

    private static Samples loop(int port, long deadline) throws IOException {
        byte[] request = HttpConnection.request("/");
        Samples samples = new Samples();
        try (HttpConnection connection = new HttpConnection(port)) {
            for (long start = System.nanoTime(); start < deadline; start = System.nanoTime()) {
                connection.expectOk(request);
                samples.add(System.nanoTime() - start);
            }
        }
        return samples;
    }

    private static long percentile99(List<Samples> samples) throws IOException {
        long[] all = Samples.sorted(samples);
        if (all.length == 0) {
            throw new IOException("no request was answered in time");
        }
        return Samples.quantile(all, 0.99);
    }
}
