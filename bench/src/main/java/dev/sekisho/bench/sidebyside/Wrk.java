package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk: a closed loop over keep-alive connections, from one thread. */
final class Wrk {

    static final int CONNECTIONS = 64;

    private static final Pattern RESULT = Pattern.compile("result (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    /** Seconds that wrk may need beyond the load, to prepare requests and to end. */
    private static final int SLACK_SECONDS = 30;

    /**
     * What wrk counted.
     *
     * @param requests answered requests
     * @param micros duration in µs
     * @param p50Micros median latency in µs
     * @param p99Micros 99th percentile of the latency in µs
     * @param failures answers other than 2xx and 3xx, and socket errors
     */
    record Result(long requests, long micros, long p50Micros, long p99Micros, long failures) {

        static Result parse(String output) throws IOException {
            Matcher matcher = RESULT.matcher(output);
            if (!matcher.find()) {
                throw new IOException("wrk printed no result: " + output.strip());
            }
            return new Result(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    Long.parseLong(matcher.group(4)),
                    Long.parseLong(matcher.group(5)) + Long.parseLong(matcher.group(6)));
        }
    }

    private Wrk() {}

    static String version(Workspace workspace) throws IOException, InterruptedException {
        // wrk -v prints its version and usage, and exits with 1.
        ManagedProcess process = workspace.start(workspace.root(), Programs.find("wrk"), "-v");
        process.await(5);
        workspace.stop(process);
        return process.output().lines().findFirst().orElse("wrk").replaceFirst(" \\[.*", "");
    }

    static Result run(Workspace workspace, int port, Load load, int seconds) throws IOException, InterruptedException {
        String output = Programs.run(
                workspace,
                workspace.root(),
                seconds + SLACK_SECONDS,
                Programs.find("wrk"),
                "--threads=1",
                "--connections=" + CONNECTIONS,
                "--duration=" + seconds + "s",
                "--latency",
                "--script=" + load.script(),
                "http://127.0.0.1:" + port + load.path());
        return Result.parse(output);
    }
}
