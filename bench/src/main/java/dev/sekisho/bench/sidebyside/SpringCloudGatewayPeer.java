package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spring Cloud Gateway as it comes, on the JDK that runs this harness and with that JDK's defaults. */
record SpringCloudGatewayPeer() implements Peer {

    private static final String JAR = "spring-cloud-gateway/target/spring-cloud-gateway.jar";
    private static final Pattern LIBRARY =
            Pattern.compile("BOOT-INF/lib/spring-cloud-gateway-server-webflux-(.+)\\.jar");
    private static final int BUILD_SECONDS = 300;

    @Override
    public String name() {
        return "scg";
    }

    @Override
    public String prepare(Workspace workspace) throws IOException, InterruptedException {
        Path jar = workspace.bench().resolve(JAR);
        if (!Files.exists(jar)) {
            Path project = workspace.bench().resolve("spring-cloud-gateway");
            Programs.run(workspace, project, BUILD_SECONDS, Programs.find("mvn"), "-q", "-B", "package");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional<String> version = file.stream()
                    .map(entry -> LIBRARY.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
            return "Spring Cloud Gateway " + version.orElse("of unknown version");
        }
    }

    @Override
    public int warmUpSeconds() {
        return JVM_WARM_UP_SECONDS;
    }

    @Override
    public RunningProxy start(Setup setup) throws IOException, InterruptedException {
        if (setup.accessLog() || setup.wire() != Wire.HTTP) {
            throw new IOException("compared without an access log and over plain HTTP/1.1 only");
        }
        Workspace workspace = setup.workspace();
        int port = Ports.free();
        ManagedProcess process = workspace.start(
                workspace.newDirectory(name()),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                workspace.bench().resolve(JAR).toString(),
                "--server.port=" + port,
                "--bench.backend=127.0.0.1:" + setup.backendPort());
        return RunningProxy.await(workspace, process, port, setup.probe());
    }
}
