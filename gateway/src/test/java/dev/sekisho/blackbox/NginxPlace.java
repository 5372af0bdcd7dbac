package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a case is played: its folder and ports. nginx has the ports at 127.0.0.1, and the gateway has the same ones at
 * 127.0.0.2, so that no answer differs by a number of a port.
 *
 * @param folder folder of its own, whose {@code files} both sides read
 * @param ports its ports
 */
record NginxPlace(Path folder, List<Integer> ports) {

    static final String NGINX = "127.0.0.1";
    static final String GATEWAY = "127.0.0.2";

    private static final Instant TIME = Instant.parse("2024-01-01T00:00:00Z");
    private static final int PORTS = 2;
    private static final int FIRST = 12_000;
    private static final int RANGE = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    /** Places for the cases, in their order. */
    static List<NginxPlace> of(List<NginxCase> cases, Path folder) throws IOException {
        List<NginxPlace> places = new ArrayList<>();
        List<Integer> ports = freePorts(cases.size() * PORTS);
        for (int i = 0; i < cases.size(); i++) {
            Path own = Files.createDirectories(folder.resolve(Integer.toString(i)));
            Files.createDirectories(own.resolve(NGINX));
            Files.createDirectories(own.resolve(GATEWAY));
            write(Files.createDirectories(own.resolve("files")), cases.get(i).files());
            places.add(new NginxPlace(own, List.copyOf(ports.subList(i * PORTS, i * PORTS + PORTS))));
        }
        return places;
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> each : files.entrySet()) {
            Path file = folder.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            if (each.getKey().endsWith("/")) {
                Files.createDirectories(file);
            } else {
                Files.writeString(file, each.getValue());
                Files.setLastModifiedTime(file, FileTime.from(TIME));
            }
        }
    }

    /**
     * Ports that are free at both addresses. They are below those that systems give to connections (32768 and up with Linux),
     * one of which might have a port before its program starts.
     */
    private static List<Integer> freePorts(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = FIRST + NEXT.getAndIncrement() % RANGE;
            if (isFree(NGINX, port) && isFree(GATEWAY, port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The text for the side with this address. */
    String fill(String text, String side) {
        return text.replace("@LISTEN@", side + ":" + ports.get(0))
                .replace("@LISTEN2@", side + ":" + ports.get(1))
                .replace("@PORT@", ports.get(0).toString())
                .replace("@PORT2@", ports.get(1).toString())
                .replace("@FILES@", folder.resolve("files").toString())
                .replace("@OWN@", folder.resolve(side).toString());
    }

    /** Where a side listens, by the number of the port from 1. */
    InetSocketAddress address(String side, int server) {
        return new InetSocketAddress(side, ports.get(server - 1));
    }

    /** A log that a side has written so far. */
    List<String> log(String side, String name) throws IOException {
        Path file = folder.resolve(side).resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
