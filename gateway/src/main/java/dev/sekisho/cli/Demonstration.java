package dev.sekisho.cli;

import dev.sekisho.cli.demo.DemoClient;
import dev.sekisho.cli.demo.DemoRequest;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sends requests through a gateway and shows what came of each. */
final class Demonstration {

    private static final int SHOWN = 160; // characters of an answer
    private static final long LOG_WAIT_MILLIS = 2_000;

    private final Console console;

    Demonstration(Console console) {
        this.console = console;
    }

    /** Whether every request was answered. */
    boolean show(Gateway gateway, Path file, Path log) {
        String url = "http://" + Service.text(gateway.addresses().getFirst());
        List<DemoRequest> requests = DemoRequest.all();
        try (DemoClient client = new DemoClient(gateway.addresses().getFirst())) {
            for (DemoRequest request : requests) {
                console.out().println();
                console.out().println("# " + request.why());
                console.out().println(String.join(" ", request.curl(url)));
                DemoClient.Answer answer = client.send(request);
                console.out().println("  " + answer.line());
                answer.headers().forEach(this::field);
                console.out().print(answer.text().isEmpty() ? "" : "  " + cut(answer.text()) + "\n");
            }
            console.out().println();
            console.out().println("# the access log, " + log);
            lines(log, requests.size()).forEach(console.out()::println);
        } catch (IOException e) {
            console.say("the demonstration failed: " + e);
            return false;
        }
        console.out().println();
        console.out().println("# yours to change while it serves: " + file);
        console.out().println("# why a request goes where it goes: sekisho explain " + file + " -- /users/7/orders");
        return true;
    }

    private void field(String name, String value) {
        if (List.of("location", "retry-after", "access-control-allow-origin").contains(name)) {
            console.out().println("  " + name + ": " + value);
        }
    }

    private static String cut(String text) {
        String line = text.strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " ...";
    }

    /** The log is written a moment behind the answers. */
    private static List<String> lines(Path log, int expected) throws IOException {
        long end = System.nanoTime() + LOG_WAIT_MILLIS * 1_000_000;
        List<String> lines = Files.readAllLines(log);
        while (lines.size() < expected && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return lines;
            }
            lines = Files.readAllLines(log);
        }
        return lines;
    }
}
