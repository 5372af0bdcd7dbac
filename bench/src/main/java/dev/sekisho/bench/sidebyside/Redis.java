package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Redis server where proxies count. Its CPU time is nobody's row: it does for each of them what that one asks. */
final class Redis {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TIMEOUT_MILLIS = 1000;

    private Redis() {}

    /** Starts it; it lives until the workspace closes. Its port, or 0 where there is no such program, which becomes a fact. */
    static int start(Workspace workspace, List<String> facts) throws IOException, InterruptedException {
        int port = Ports.free();
        try {
            ManagedProcess process = workspace.start(
                    workspace.newDirectory("redis"),
                    Programs.find("redis-server"),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--save",
                    "",
                    "--appendonly",
                    "no");
            RunningProxy.await(workspace, process, port, new Probe(20, (w, at) -> ping(at)));
            facts.add(Programs.run(workspace, workspace.root(), 5, Programs.find("redis-server"), "--version")
                    .replaceFirst("(?s).*v=(\\S+).*", "Redis $1"));
            return port;
        } catch (IOException e) {
            facts.add("Redis: not available: " + Text.oneLine(e));
            return 0;
        }
    }

    private static void ping(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(PING);
            InputStream in = socket.getInputStream();
            if (in.read() != '+') {
                throw new IOException("no answer to PING (expected: PONG)");
            }
        }
    }
}
