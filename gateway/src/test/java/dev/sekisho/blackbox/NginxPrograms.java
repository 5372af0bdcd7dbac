package dev.sekisho.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * nginx for the cases of a topic: one process for all that have a server and nothing else, and one more for each other case
 * while it is played.
 */
final class NginxPrograms implements AutoCloseable {

    private final String head;
    private final NginxServices services;
    private final Optional<Programs> shared;

    NginxPrograms(String head, Path folder, List<NginxCase> cases, List<NginxPlace> places, NginxServices services)
            throws IOException {
        this.head = "root".equals(System.getProperty("user.name")) ? "user root;\n" + head : head;
        this.services = services;
        StringBuilder http = new StringBuilder("access_log off;\n");
        int port = 0;
        for (int i = 0; i < cases.size(); i++) {
            if (!cases.get(i).isAlone()) {
                http.append(filled(cases.get(i).http(), places.get(i)));
                port = places.get(i).ports().getFirst();
            }
        }
        Path own = Files.createDirectories(folder.resolve("shared"));
        this.shared = port == 0 ? Optional.empty() : Optional.of(Programs.nginxOf(own, port, this.head + http + "}\n"));
    }

    private String filled(String text, NginxPlace place) {
        return services.fill(place.fill(text, NginxPlace.NGINX));
    }

    /** The requests of a case, each as often as it is sent. */
    static List<NginxRequest> repeated(NginxCase each) {
        List<NginxRequest> all = new ArrayList<>();
        each.requests().forEach(request -> all.addAll(Collections.nCopies(request.number("repeat", 1), request)));
        return all;
    }

    /** nginx's answers. */
    List<NginxAnswer> play(NginxCase each, NginxPlace place) throws IOException {
        if (!each.isAlone()) {
            return played(each, place);
        }
        String text = head + each.log() + filled(each.http(), place) + "}\n";
        Path own = Files.createDirectories(place.folder().resolve("alone"));
        try (Programs nginx = Programs.nginxOf(own, place.ports().getFirst(), text)) {
            List<NginxAnswer> answers = played(each, place);
            if (nginx.hasEnded()) {
                throw new AssertionError(each + ": nginx has ended");
            }
            return answers;
        } catch (AssertionError e) {
            throw new AssertionError(each + ": " + e.getMessage(), e);
        }
    }

    private List<NginxAnswer> played(NginxCase each, NginxPlace place) throws IOException {
        List<NginxAnswer> answers = new NginxPlayer(services, place, NginxPlace.NGINX).play(repeated(each));
        for (String log : each.logs()) {
            settle(place, log);
        }
        return answers;
    }

    /** Waits until nothing more is written, since nginx logs a request behind its answer. */
    private static void settle(NginxPlace place, String log) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        int before = -1;
        while (before != place.log(NginxPlace.NGINX, log).size() && System.nanoTime() < end) {
            before = place.log(NginxPlace.NGINX, log).size();
            TestGateway.pause(50);
        }
    }

    @Override
    public void close() {
        shared.ifPresent(Programs::close);
    }
}
