package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.socket.Notes;

/** What becomes of what a group of streams says beside its servers. */
final class GroupNotes {

    private GroupNotes() {}

    static void check(Upstream group, Notes notes) {
        group.settings()
                .one("zone")
                .ifPresent(each -> notes.noEffect(each, "what is known of servers is one for all threads anyway"));
        group.settings()
                .one("state")
                .ifPresent(each -> notes.notHonoured(each, "the list of servers is not kept in a file", "remove it"));
        group.peers().stream()
                .filter(peer -> peer.maxConnections() > 0)
                .forEach(peer -> notes.notHonoured(
                        peer.directive(), "max_conns is not counted for connections of streams", "remove max_conns"));
    }
}
