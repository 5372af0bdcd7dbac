package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs h2load: HTTP/2 from one thread, a closed loop over every stream.
 *
 * @param encrypted whether over TLS, where ALPN offers h2 alone; else in the clear by prior knowledge
 * @param path the path of every request
 * @param body what is posted, as gRPC does it; a GET where it is empty
 * @param expectedBytes bytes of content in each response
 */
record H2Load(boolean encrypted, String path, byte[] body, int expectedBytes) implements Load {

    static final int CONNECTIONS = 64;

    /** Requests at once on each connection. */
    static final int STREAMS = 10;

    private static final Pattern PROTOCOL = Pattern.compile("Application protocol: (\\S+)");
    private static final Pattern REQUESTS = Pattern.compile("requests: \\d+ total, \\d+ started, (\\d+) done, "
            + "\\d+ succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern STATUS = Pattern.compile("status codes: (\\d+) 2xx");
    private static final Pattern DATA = Pattern.compile("traffic: .* \\((\\d+)\\) data");

    /** Seconds that it may need beyond the load. */
    private static final int SLACK_SECONDS = 30;

    /** GETs of the backend's 1 KB over the wire's kind of HTTP/2. */
    static H2Load get(Wire wire) {
        return new H2Load(wire.encrypted(), "/", new byte[0], Backend.BODY_1K);
    }

    /** Unary calls of {@link GrpcEcho} over HTTP/2 in the clear. */
    static H2Load grpc() {
        byte[] frame = GrpcEcho.frame();
        return new H2Load(false, GrpcEcho.PATH, frame, frame.length);
    }

    static String version(Workspace workspace) throws InterruptedException {
        try {
            return Programs.run(workspace, workspace.root(), 5, Programs.find("h2load"), "--version")
                    .strip();
        } catch (IOException e) {
            return "h2load: not available: " + Text.oneLine(e);
        }
    }

    @Override
    public void require() throws IOException {
        Programs.find("h2load");
    }

    @Override
    public Result run(Workspace workspace, int port, int seconds) throws IOException, InterruptedException {
        Path directory = workspace.newDirectory("h2load");
        Path log = directory.resolve("requests.tsv");
        String output = h2load(
                workspace,
                directory,
                port,
                seconds,
                "--clients=" + CONNECTIONS,
                "--max-concurrent-streams=" + STREAMS,
                "--duration=" + seconds,
                "--log-file=" + log);
        long[] micros = latencies(log);
        Files.delete(log);
        if (micros.length == 0) {
            throw new IOException("HTTP/2: no request was answered");
        }
        return new Result(
                requests(output),
                seconds * 1_000_000L,
                Samples.quantile(micros, 0.5),
                Samples.quantile(micros, 0.99),
                failures(output, expectedBytes));
    }

    /**
     * Does one request.
     *
     * @throws IOException if it is not answered as it should be
     */
    void once(Workspace workspace, int port) throws IOException, InterruptedException {
        Path directory = workspace.newDirectory("h2load");
        String output = h2load(workspace, directory, port, 5, "--clients=1", "--requests=1");
        if (requests(output) != 1 || failures(output, expectedBytes) > 0) {
            throw new IOException("HTTP/2: the request was not answered with 200 and its body");
        }
    }

    private String h2load(Workspace workspace, Path directory, int port, int seconds, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Programs.find("h2load"));
        command.addAll(List.of(options));
        command.add("--threads=1");
        command.add("--npn-list=h2");
        command.add("--tls13-ciphers=" + Wire.SUITE);
        if (body.length > 0) {
            command.add("--data=" + Files.write(directory.resolve("body"), body));
            command.add("--header=content-type: application/grpc");
            command.add("--header=te: trailers");
        }
        command.add((encrypted ? "https" : "http") + "://127.0.0.1:" + port + path);
        int limit = seconds + SLACK_SECONDS;
        String output = Programs.run(workspace, directory, limit, command.toArray(String[]::new));
        expectHttp2(output);
        return output;
    }

    static void expectHttp2(String output) throws IOException {
        Matcher matcher = PROTOCOL.matcher(output);
        if (!matcher.find()) {
            throw new IOException("no HTTP/2: h2load could not connect, or nothing was agreed on");
        }
        if (!matcher.group(1).matches("h2c?")) {
            throw new IOException("no HTTP/2: protocol: " + matcher.group(1) + " (expected: h2 or h2c)");
        }
    }

    static long requests(String output) throws IOException {
        return find(REQUESTS, output, 1);
    }

    /**
     * Requests that were not answered with 2xx, and those for which content is missing: a gRPC call fails with status 200
     * and without a message.
     */
    static long failures(String output, int expectedBytes) throws IOException {
        long done = requests(output);
        long other = done - find(STATUS, output, 1);
        long errors = find(REQUESTS, output, 2) + find(REQUESTS, output, 4);
        long empty = done - find(DATA, output, 1) / expectedBytes;
        return Math.max(Math.max(other, errors), Math.max(empty, 0));
    }

    private static long find(Pattern pattern, String output, int group) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("h2load printed no result: " + output.strip());
        }
        return Long.parseLong(matcher.group(group));
    }

    /** The third column, µs until the end of the response, of every request; in order. */
    private static long[] latencies(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.mapToLong(line -> Long.parseLong(line.split("\t")[2]))
                    .sorted()
                    .toArray();
        }
    }
}
