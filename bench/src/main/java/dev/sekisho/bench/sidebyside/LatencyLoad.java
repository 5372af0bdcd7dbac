package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A closed loop over 16 keep-alive connections that keeps the latency of every request. */
final class LatencyLoad {

    private static final int CONNECTIONS = 16;
    private static final int INITIAL_SAMPLES = 64 * 1024;

    private LatencyLoad() {}

    /**
     * The 99th percentile of the latency in ms over so many seconds.
     *
     * @throws IOException if a request fails
     */
    static double p99Millis(int port, int seconds) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<long[]>> loops = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                loops.add(() -> loop(port, deadline));
            }
            List<long[]> samples = new ArrayList<>();
            for (Future<long[]> loop : threads.invokeAll(loops)) {
                samples.add(loop.get());
            }
            return percentile99(samples) / 1e6;
        } catch (ExecutionException e) {
            throw new IOException("a request failed: " + e.getCause(), e);
        }
    }

    /** Latencies in ns. */
    private static long[] loop(int port, long deadline) throws IOException {
        byte[] request = HttpConnection.request("/");
        long[] samples = new long[INITIAL_SAMPLES];
        int count = 0;
        try (HttpConnection connection = new HttpConnection(port)) {
            for (long start = System.nanoTime(); start < deadline; start = System.nanoTime()) {
                int status = connection.exchange(request).status();
                if (status != 200) {
                    throw new IOException("status: " + status + " (expected: 200)");
                }
                if (count == samples.length) {
                    samples = Arrays.copyOf(samples, 2 * count);
                }
                samples[count++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(samples, count);
    }

    private static long percentile99(List<long[]> samples) throws IOException {
        long[] all = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        if (all.length == 0) {
            throw new IOException("no request was answered in time");
        }
        return all[(int) (all.length * 0.99)];
    }
}
