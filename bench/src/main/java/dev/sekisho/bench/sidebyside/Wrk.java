package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk: a closed loop over 64 connections, from one thread. */
final class Wrk {

    static final int CONNECTIONS = 64;

    private static final Pattern RESULT = Pattern.compile("result (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    /** Seconds that wrk may need beyond the load, to prepare requests and to end. */
    private static final int SLACK_SECONDS = 30;

    private Wrk() {}

    static String version(Workspace workspace) throws IOException, InterruptedException {
        // wrk -v prints its version and usage, and exits with 1.
        ManagedProcess process = workspace.start(workspace.root(), Programs.find("wrk"), "-v");
        process.await(5);
        workspace.stop(process);
        return process.output().lines().findFirst().orElse("wrk").replaceFirst(" \\[.*", "");
    }

    static Load.Result run(Workspace workspace, int port, WrkLoad load, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (load.opensslConf().isPresent()) {
            command.add(Programs.find("env"));
            command.add("OPENSSL_CONF=" + load.opensslConf().get());
        }
        command.add(Programs.find("wrk"));
        command.add("--threads=1");
        command.add("--connections=" + CONNECTIONS);
        command.add("--duration=" + seconds + "s");
        command.add("--latency");
        command.add("--script=" + load.script());
        command.add((load.opensslConf().isPresent() ? "https" : "http") + "://127.0.0.1:" + port + load.path());
        int limit = seconds + SLACK_SECONDS;
        String output = Programs.run(workspace, workspace.root(), limit, command.toArray(String[]::new));
        return parse(output);
    }

    static Load.Result parse(String output) throws IOException {
        Matcher matcher = RESULT.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk printed no result: " + output.strip());
        }
        return new Load.Result(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5)) + Long.parseLong(matcher.group(6)));
    }
}
