package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.demo.DemoClient;
import dev.sekisho.cli.demo.DemoConfiguration;
import dev.sekisho.cli.demo.DemoRequest;
import dev.sekisho.cli.demo.DemoServices;
import dev.sekisho.cli.demo.NginxDemonstration;
import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The run that the launcher's start-up cache is trained with (JEP 514): starts, serves, reloads and ends as {@code run}
 * does, so that the cache holds its classes and the profiles of its hot methods. Bounded in time and count.
 */
final class TrainingCommand implements Command {

    private static final int CONNECTIONS = 8;
    private static final int REQUESTS = 20_000; // enough for the methods of the request path to be compiled for good
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final int REPEAT = 25; // plain requests for each round of special ones, as traffic is

    private final List<Dialect> dialects;
    private final Console console;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    TrainingCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "aot-train",
                "Serves built-in requests to train the start-up cache.",
                "The launcher runs it once for each build.",
                "",
                "",
                List.of(),
                List.of("sekisho aot-train"));
    }

    @Override
    public boolean isHidden() {
        return true;
    }

    @Override
    public int run(Arguments arguments) throws UsageException, IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sekisho-training");
        try (DemoServices services = DemoServices.start()) {
            Path file = folder.resolve("sekisho.yaml");
            Files.writeString(file, DemoConfiguration.text("127.0.0.1:0", services, folder.resolve("access.log")));
            offline(file);
            nginx(folder, services);
            RunCommand run = new RunCommand(dialects, console);
            int code = run.run(
                    run.syntax().parse(arguments(file, folder)),
                    (service, gateway) -> Thread.ofVirtual().start(() -> train(service, gateway, file)));
            console.say(Words.count(sent.get(), "request") + ", " + failed.get() + " failed");
            return failed.get() == 0 ? code : ExitCodes.DEFECT;
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** Every option, so that what reads it is in the cache too. */
    private static List<String> arguments(Path file, Path folder) {
        String words =
                "--listen 127.0.0.1:0 --admin 127.0.0.1:0 --connect-to users.test:80=127.0.0.1:80 --drain-timeout 2s "
                        + "--transport auto --loops " + Runtime.getRuntime().availableProcessors() + " --last-good";
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.addAll(List.of(folder.resolve("state").toString(), file.toString()));
        return arguments;
    }

    private static Console nowhere() {
        return new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
    }

    /** The commands that serve nothing; their output is of no interest. */
    private void offline(Path file) throws UsageException {
        Console nowhere = nowhere();
        StateFolder.ofUser();
        for (Command command : List.of(new CheckCommand(dialects, nowhere), new ExplainCommand(dialects, nowhere))) {
            List<String> words = List.of(file.toString(), "--", "/users/7/orders", "-H", "X-Canary: true");
            try {
                command.run(command.syntax().parse(command instanceof CheckCommand ? words.subList(0, 1) : words));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("a command without input or output failed", e);
            }
        }
    }

    /** What {@code sekisho nginx} reads and checks before it serves; in the background it does so twice. */
    private static void nginx(Path folder, DemoServices services) throws IOException, InterruptedException {
        Console nowhere = nowhere();
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                NginxDemonstration.text(
                        "127.0.0.1:8080", services, folder.resolve("access.log"), folder.resolve("cache")));
        new NginxCommand(nowhere).runUnparsed(List.of("-t", "-c", file.toString()));
    }

    private void train(Service service, Gateway gateway, Path file) {
        try {
            load(gateway.addresses().getFirst());
            admin(gateway);
            Files.writeString(file, Files.readString(file).replace("closed for today", "closed today"));
            gateway.reload();
            gateway.reopenLogs();
        } catch (IOException e) {
            failed.incrementAndGet();
            console.say("training: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            service.end();
        }
    }

    private void load(InetSocketAddress address) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofVirtual().start(() -> requests(address, end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void requests(InetSocketAddress address, long end) {
        DemoRequest plain = DemoRequest.all().getFirst();
        List<DemoRequest> special = new ArrayList<>(DemoRequest.all());
        special.add(DemoRequest.get("an answer in chunks", "/users/stream"));
        special.add(DemoRequest.all().get(3).inChunks());
        try (DemoClient client = new DemoClient(address)) {
            for (int i = 0; sent.get() < REQUESTS && System.nanoTime() - end < 0; i++) {
                client.send(i % REPEAT == 0 ? special.get(i / REPEAT % special.size()) : plain);
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            console.say("training: " + e);
        }
    }

    private void admin(Gateway gateway) throws IOException {
        if (gateway.adminAddress().isPresent()) {
            try (DemoClient client = new DemoClient(gateway.adminAddress().get())) {
                for (String path : List.of("/healthz", "/readyz", "/metrics")) {
                    client.send(DemoRequest.get("", path));
                }
            }
        }
    }
}
