package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spring Cloud Gateway as it comes, on the JDK that runs this harness and with that JDK's defaults.
 *
 * @param name unique among the peers
 * @param work nothing, tokens or a limit in Redis
 */
record SpringCloudGatewayPeer(String name, Work work) implements Peer {

    /** A plain proxy. */
    static final SpringCloudGatewayPeer PLAIN = new SpringCloudGatewayPeer("scg", Work.NONE);

    /** With Spring Security as a resource server. */
    static final SpringCloudGatewayPeer TOKEN = new SpringCloudGatewayPeer("scg-token", Work.TOKEN);

    /** With its limiter, which counts in Redis. */
    static final SpringCloudGatewayPeer REDIS = new SpringCloudGatewayPeer("scg-redis", Work.LIMIT_REDIS);

    private static final String JAR = "spring-cloud-gateway/target/spring-cloud-gateway.jar";
    private static final Pattern LIBRARY =
            Pattern.compile("BOOT-INF/lib/spring-cloud-gateway-server-webflux-(.+)\\.jar");
    private static final int BUILD_SECONDS = 300;

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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                workspace.bench().resolve(JAR).toString(),
                "--server.port=" + port,
                "--bench.backend=127.0.0.1:" + setup.backendPort()));
        if (work == Work.TOKEN) {
            command.add("--spring.profiles.active=token");
            command.add("--spring.security.oauth2.resourceserver.jwt.public-key-location=file:"
                    + setup.credentials().publicKey());
        }
        if (work == Work.LIMIT_REDIS) {
            command.add("--spring.profiles.active=limit");
            command.add("--spring.data.redis.port=" + setup.redisPort());
        }
        ManagedProcess process = workspace.start(workspace.newDirectory(name), command.toArray(String[]::new));
        return RunningProxy.await(workspace, process, port, setup.probe(this));
    }
}
