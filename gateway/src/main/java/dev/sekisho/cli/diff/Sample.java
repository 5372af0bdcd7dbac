package dev.sekisho.cli.diff;

import java.util.Map;

/**
 * A request that both configurations are asked about.
 *
 * @param method its method
 * @param target path with query, or the absolute form
 * @param host the Host field
 * @param client address that it comes from
 * @param fields further header fields
 * @param listener name of the one that it comes in by; empty for the first one
 */
record Sample(String method, String target, String host, String client, Map<String, String> fields, String listener) {

    /** Its head, as it goes over the wire. */
    String head() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** For a report, in one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method + " " + (target.startsWith("/") ? host : "") + target);
        if (!listener.isEmpty()) {
            text.append(" by ").append(listener);
        }
        if (!client.equals("127.0.0.1")) {
            text.append(" from ").append(client);
        }
        fields.forEach((name, value) ->
                text.append(" (").append(name).append(": ").append(value).append(')'));
        return text.toString();
    }
}
