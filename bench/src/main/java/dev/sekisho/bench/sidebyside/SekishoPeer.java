package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sekisho as a user starts it: by its launcher, which builds it on first use. */
record SekishoPeer() implements Peer {

    /** The launcher's first call compiles the product and trains its AOT cache. */
    private static final int BUILD_SECONDS = 600;

    @Override
    public String name() {
        return "sekisho";
    }

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
        Path directory = workspace.newDirectory(name());
        int port = Ports.free();
        String log = setup.accessLog() ? "{ file: " + directory.resolve("access.log") + " }" : "off";
        String routes = "  - { name: all, match: { path: /* }, to: backend }\n";
        String config = SekishoConfig.of(port, log, setup.backendPort(), setup.backendPort(), routes);
        return launch(workspace, Files.writeString(directory.resolve("sekisho.yaml"), config), port, "/");
    }

    /**
     * Serves a file and waits until it answers.
     *
     * @param file a native configuration that listens on {@code port}
     * @param path a path that is answered with 200
     */
    static RunningProxy launch(Workspace workspace, Path file, int port, String path)
            throws IOException, InterruptedException {
        String admin = "127.0.0.1:" + Ports.free();
        Path directory = workspace.newDirectory("sekisho-run");
        ManagedProcess process =
                workspace.start(directory, launcher(workspace).toString(), "run", file.toString(), "--admin", admin);
        return RunningProxy.await(workspace, process, port, path);
    }

    private static Path launcher(Workspace workspace) {
        return workspace.root().resolve("sekisho");
    }
}
