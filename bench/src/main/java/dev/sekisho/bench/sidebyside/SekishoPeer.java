package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sekisho as a user starts it: by its launcher, which builds it on first use.
 *
 * @param name unique among the peers
 * @param guards further keys of the upstream, in YAML
 * @param work what it asks of clients
 */
record SekishoPeer(String name, String guards, Work work) implements Peer {

    /** A plain proxy. */
    static final SekishoPeer PLAIN = new SekishoPeer("sekisho", "", Work.NONE);

    /** With all that watches an upstream: probes, passive checks, outliers, breaker, retries, caps, a deadline. */
    static final SekishoPeer GUARDED = new SekishoPeer("sekisho-guarded", """
                health: { active: { type: tcp }, passive: { httpFailures: 5 }, outliers: { successRate: {} } }
                breaker: { scope: both }
                retry: { attempts: 2 }
                limits: { requests: 10000, pending: 1000, connections: 1000, retries: 100 }
                timeouts: { total: 25s }
            """, Work.NONE);

    /** With the policy {@code basic}. */
    static final SekishoPeer BASIC = new SekishoPeer("sekisho-basic", "", Work.BASIC);

    /** With the policy {@code forward-auth}. */
    static final SekishoPeer AUTHORISER = new SekishoPeer("sekisho-authoriser", "", Work.AUTHORISER);

    /** With the policy {@code jwt}. */
    static final SekishoPeer TOKEN = new SekishoPeer("sekisho-token", "", Work.TOKEN);

    /** The same without its cache. */
    static final SekishoPeer TOKEN_ANEW = new SekishoPeer("sekisho-token-anew", "", Work.TOKEN_ANEW);

    /** With the policy {@code mtls}. */
    static final SekishoPeer CERTIFICATE = new SekishoPeer("sekisho-certificate", "", Work.CERTIFICATE);

    /** With the policy {@code rate-limit}: a token bucket by address. */
    static final SekishoPeer LIMIT = new SekishoPeer("sekisho-limit", "", Work.LIMIT);

    /** The same in Redis. */
    static final SekishoPeer REDIS = new SekishoPeer("sekisho-redis", "", Work.LIMIT_REDIS);

    /** With the policy {@code cache}. */
    static final SekishoPeer CACHE = new SekishoPeer("sekisho-cache", "", Work.CACHE);

    /** With the policy {@code compression}. */
    static final SekishoPeer GZIP = new SekishoPeer("sekisho-gzip", "", Work.GZIP);

    /** The launcher's first call compiles the product and trains its AOT cache. */
    private static final int BUILD_SECONDS = 600;

    @Override
    public String prepare(Workspace workspace) throws IOException, InterruptedException {
        Path launcher = launcher(workspace);
        if (!Files.isExecutable(launcher)) {
            throw new IOException("there is no launcher `sekisho` in the repository");
        }
        String printed = Programs.run(workspace, workspace.root(), BUILD_SECONDS, launcher.toString(), "version");
        return printed.lines().filter(line -> !line.isBlank()).reduce("", (first, last) -> last);
    }

    @Override
    public int warmUpSeconds() {
        return JVM_WARM_UP_SECONDS;
    }

    @Override
    public RunningProxy start(Setup setup) throws IOException, InterruptedException {
        Workspace workspace = setup.workspace();
        Path directory = workspace.newDirectory(name);
        int port = Ports.free();
        String log = setup.accessLog() ? "{ file: " + directory.resolve("access.log") + " }" : "off";
        String config = SekishoConfig.of(port, log, guards, work, setup);
        Path file = Files.writeString(directory.resolve("sekisho.yaml"), config);
        return launch(workspace, file, port, setup.probe(this));
    }

    /**
     * Serves a file and waits until it is served.
     *
     * @param file a native configuration that listens on {@code port}
     * @param probe what must be served
     * @param more further arguments of {@code run}
     */
    static RunningProxy launch(Workspace workspace, Path file, int port, Probe probe, String... more)
            throws IOException, InterruptedException {
        String admin = "127.0.0.1:" + Ports.free();
        Path directory = workspace.newDirectory("sekisho-run");
        List<String> command =
                new ArrayList<>(List.of(launcher(workspace).toString(), "run", file.toString(), "--admin", admin));
        command.addAll(List.of(more));
        ManagedProcess process = workspace.start(directory, command.toArray(String[]::new));
        return RunningProxy.await(workspace, process, port, probe);
    }

    private static Path launcher(Workspace workspace) {
        return workspace.root().resolve("sekisho");
    }
}
