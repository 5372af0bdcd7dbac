package dev.sekisho.cli.diff;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads requests out of an access log of this program (docs/telemetry.md). A line has method, target, client and User-Agent; its host
 * only where the client spoke TLS, or sent the absolute form. For one thread.
 */
final class AccessLogReader {

    private static final int LONGEST_LINE = 1 << 20;

    private final JsonMapper json = new JsonMapper();
    private final String host;
    private long passedOver;

    /** A reader that takes this host where a line has none. */
    AccessLogReader(String host) {
        this.host = host;
    }

    /** Lines that are no request, or one that was cut in the log. */
    long passedOver() {
        return passedOver;
    }

    /** Reads a file. */
    void read(Path file, Consumer<Sample> each) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) { // any bytes will do
            for (Optional<String> line = line(reader); line.isPresent(); line = line(reader)) {
                Optional<Sample> sample = line.get().isBlank() ? Optional.empty() : sample(line.get());
                sample.ifPresent(each);
                passedOver += sample.isEmpty() && !line.get().isBlank() ? 1 : 0;
            }
        }
    }

    /** A line without its end; one that is too long for a line of ours comes cut, so that it is none. */
    private static Optional<String> line(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }

    /** The request of a line; nothing where it is none, or was cut. */
    Optional<Sample> sample(String line) {
        JsonNode node;
        try {
            node = json.readTree(line);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        String method = text(node, "request_method");
        String target = text(node, "request_uri").replace("[redacted]", "redacted");
        String client = text(node, "remote_addr");
        boolean request = method.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") && target.matches("[\\x21-\\x7e]+");
        if (!request || target.endsWith("[truncated]") || !isAddress(client)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        String agent = text(node, "http_user_agent");
        if (!agent.isEmpty() && agent.chars().allMatch(c -> c >= ' ' && c != 0x7F && c < 0x100)) {
            fields.put("User-Agent", agent);
        }
        return Optional.of(new Sample(method, target, host(node, target), client, Map.copyOf(fields), ""));
    }

    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress().length() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String host(JsonNode node, String target) {
        int scheme = target.indexOf("://");
        if (!target.startsWith("/") && scheme > 0) {
            return target.substring(scheme + 3).replaceFirst("[/?#].*", "");
        }
        if (!target.startsWith("/") && !target.equals("*")) {
            return target; // CONNECT
        }
        String name = text(node, "ssl_server_name");
        return name.matches("[A-Za-z0-9._-]+") ? name : host;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() ? value.asString() : "";
    }
}
