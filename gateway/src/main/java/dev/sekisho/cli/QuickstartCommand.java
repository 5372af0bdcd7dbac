package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.demo.DemoConfiguration;
import dev.sekisho.cli.demo.DemoService;
import dev.sekisho.cli.demo.DemoServices;
import dev.sekisho.cli.demo.KongDemonstration;
import dev.sekisho.cli.demo.NginxDemonstration;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Three services and a gateway in front of them, to try things with. */
final class QuickstartCommand implements Command {

    private static final Option EXIT =
            Option.flag("--exit-after-demo", "End once the requests have been shown, instead of at Ctrl-C.");
    private static final Option KONG = Option.flag("--kong", "The same with a configuration in Kong's language.");
    private static final Option NGINX = Option.flag("--nginx", "The same with an nginx.conf.");
    private static final int GATEWAY_PORT = 8080;
    private static final int ADMIN_PORT = 8001;

    private final List<Dialect> dialects;
    private final Console console;

    QuickstartCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "quickstart",
                "Starts three small services and the gateway in front of them, with requests to try.",
                "Writes a configuration into a temporary folder, serves it, sends some requests through the gateway, and "
                        + "shows what came of them. Change the file meanwhile: the gateway reads it again. Ctrl-C ends "
                        + "it, and removes the folder.",
                "",
                "",
                List.of(EXIT, KONG, NGINX, Configurations.KONG_HEADERS),
                List.of(
                        "sekisho quickstart",
                        "sekisho quickstart --kong --kong-headers",
                        "sekisho quickstart --nginx"));
    }

    @Override
    public int run(Arguments arguments) throws IOException, InterruptedException, UsageException {
        Address listen = FreePort.from(GATEWAY_PORT);
        Address admin = FreePort.from(ADMIN_PORT);
        moved(GATEWAY_PORT, listen);
        moved(ADMIN_PORT, admin);
        Path folder = Files.createTempDirectory("sekisho-quickstart");
        AtomicBoolean failed = new AtomicBoolean();
        try (DemoServices services = DemoServices.start()) {
            Path log = folder.resolve("access.log");
            Path file = write(arguments, folder, listen, services);
            for (DemoService service : services.all()) {
                console.say("service " + service.name() + " on http://" + Service.text(service.address()));
            }
            ConfigurationSource source = new ConfigurationSource(
                    List.of(file), Configurations.dialects(arguments, dialects), Optional.empty());
            Service service = new Service(source, console, Duration.ofSeconds(1));
            int code = service.run(options(listen, admin), gateway -> {
                failed.set(!new Demonstration(console).show(gateway, file, log));
                if (arguments.has(EXIT)) {
                    service.end();
                }
            });
            return failed.get() ? ExitCodes.DEFECT : code;
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** Writes the configuration in the language that is asked for. */
    private static Path write(Arguments arguments, Path folder, Address listen, DemoServices services)
            throws IOException, UsageException {
        if (arguments.has(KONG) && arguments.has(NGINX)) {
            throw new UsageException("--kong --nginx: both (expected: one of them)");
        }
        Path log = folder.resolve("access.log");
        String at = listen.toString();
        if (arguments.has(KONG)) {
            return Files.writeString(folder.resolve("kong.yml"), KongDemonstration.text(services, log));
        }
        return arguments.has(NGINX)
                ? Files.writeString(
                        folder.resolve("nginx.conf"),
                        NginxDemonstration.text(at, services, log, folder.resolve("cache")))
                : Files.writeString(folder.resolve("sekisho.yaml"), DemoConfiguration.text(at, services, log));
    }

    private static GatewayOptions options(Address listen, Address admin) {
        GatewayOptions defaults = GatewayOptions.defaults();
        return new GatewayOptions(
                defaults.transport(),
                defaults.loops(),
                List.of(listen),
                List.of(),
                Optional.of(admin),
                Map.of(),
                Optional.empty(),
                true);
    }

    private void moved(int wanted, Address found) {
        if (found.port() != wanted) {
            console.say("port " + wanted + " is taken; " + found.port() + " is used in its place");
        }
    }
}
