package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Listen;
import java.util.List;
import java.util.Map;

/** What becomes of the parameters of {@code listen} that are about sockets. Belongs to one translation. */
public final class ListenNotes {

    private static final Map<String, String> NOTHING = Map.ofEntries(
            Map.entry("bind", "each address has a socket of its own"),
            Map.entry("reuseport", "each event loop has a socket of its own"),
            Map.entry("backlog", "4096 connections may wait to be accepted"),
            Map.entry("rcvbuf", "the kernel sizes the buffers of a connection"),
            Map.entry("sndbuf", "the kernel sizes the buffers of a connection"),
            Map.entry("fastopen", "TCP Fast Open is not used"),
            Map.entry("deferred", "connections are accepted as they come"),
            Map.entry("accept_filter", "connections are accepted as they come"),
            Map.entry("so_keepalive", "connections are probed as the kernel is set up to"),
            Map.entry("setfib", "the routing table is the kernel's choice"),
            Map.entry("multipath", "multipath TCP is not used"));

    private final Notes notes;

    /** For these notes. */
    public ListenNotes(Notes notes) {
        this.notes = notes;
    }

    /** Tells what has no effect, and of a name that addresses are looked up for. */
    public void check(Listen listen) {
        List<String> unheeded = listen.parameters().stream()
                .map(text -> text.contains("=") ? text.substring(0, text.indexOf('=')) : text)
                .filter(NOTHING::containsKey)
                .toList();
        unheeded.forEach(
                name -> notes.noEffect(listen.directive(), name + " means nothing, since " + NOTHING.get(name)));
        String host = listen.address().host();
        boolean name = !host.startsWith("[") && !host.startsWith("unix:") && !host.matches("[0-9.]+");
        if (name) {
            notes.differs(
                    listen.directive(),
                    "listened on at the first address that " + host + " has, and not at all of them",
                    "write the addresses");
        }
    }
}
