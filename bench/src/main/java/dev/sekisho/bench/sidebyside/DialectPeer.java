package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A proxy with a configuration in a foreign language: served as it is, by its own product or by Sekisho, or first converted to
 * Sekisho's own language.
 *
 * @param name unique among the peers
 * @param language the configuration
 * @param by what serves it
 */
record DialectPeer(String name, Language language, By by) implements Peer {

    /** nginx with its own configuration. */
    static final DialectPeer NGINX = new DialectPeer("nginx-gateway", Language.NGINX, By.NGINX);

    /** Sekisho with the same file. */
    static final DialectPeer NGINX_CONF = new DialectPeer("sekisho-nginx-conf", Language.NGINX, By.SEKISHO);

    /** Sekisho with that file converted. */
    static final DialectPeer NGINX_CONVERTED = new DialectPeer("sekisho-nginx-converted", Language.NGINX, By.CONVERTED);

    /** Sekisho with a file of Kong's. */
    static final DialectPeer KONG_YML = new DialectPeer("sekisho-kong-yml", Language.KONG, By.SEKISHO);

    /** Sekisho with that file converted. */
    static final DialectPeer KONG_CONVERTED = new DialectPeer("sekisho-kong-converted", Language.KONG, By.CONVERTED);

    private static final int CONVERT_SECONDS = 60;

    /** The language of the configuration. */
    enum Language {
        /** nginx.conf. */
        NGINX("nginx.conf"),
        /** kong.yml. */
        KONG("kong.yml");

        private final String file;

        Language(String file) {
            this.file = file;
        }
    }

    /** What serves a configuration. */
    enum By {
        /** nginx. */
        NGINX,
        /** Sekisho, as it is. */
        SEKISHO,
        /** Sekisho, in its own language. */
        CONVERTED
    }

    @Override
    public String prepare(Workspace workspace) throws IOException, InterruptedException {
        return by == By.NGINX ? NginxPeer.BUFFERED.prepare(workspace) : SekishoPeer.PLAIN.prepare(workspace);
    }

    @Override
    public int warmUpSeconds() {
        return by == By.NGINX ? 1 : JVM_WARM_UP_SECONDS;
    }

    @Override
    public RunningProxy start(Setup setup) throws IOException, InterruptedException {
        Workspace workspace = setup.workspace();
        Path directory = workspace.newDirectory(name);
        int port = Ports.free();
        Path file = Files.writeString(directory.resolve(language.file), text(setup, port));
        Probe probe = Probe.http(DialectConfigs.PATH);
        if (by == By.NGINX) {
            ManagedProcess process = workspace.start(directory, NginxConfig.command(Programs.find("nginx")));
            return RunningProxy.await(workspace, process, port, probe);
        }
        Path served = by == By.CONVERTED ? converted(workspace, file) : file;
        return language == Language.KONG
                ? SekishoPeer.launch(workspace, served, port, probe, "--listen", "127.0.0.1:" + port)
                : SekishoPeer.launch(workspace, served, port, probe);
    }

    private String text(Setup setup, int port) {
        return switch (language) {
            case NGINX ->
                NginxConfig.of(
                        Runtime.getRuntime().availableProcessors(),
                        setup.connections(),
                        DialectConfigs.nginx(port, setup.backendPort()));
            case KONG -> DialectConfigs.kong(setup.backendPort());
        };
    }

    private static Path converted(Workspace workspace, Path file) throws IOException, InterruptedException {
        Path launcher = workspace.root().resolve("sekisho");
        Path yaml = file.resolveSibling("converted.yaml"); // findings go to standard error, which is not part of it
        Programs.run(
                workspace,
                workspace.root(),
                CONVERT_SECONDS,
                "sh",
                "-c",
                "exec \"$0\" convert \"$1\" > \"$2\"",
                launcher.toString(),
                file.toString(),
                yaml.toString());
        return yaml;
    }
}
