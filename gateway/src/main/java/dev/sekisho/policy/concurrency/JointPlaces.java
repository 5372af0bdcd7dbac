package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts by several keys, in all of which a request takes a place, or in none. The exchange keeps the rooms that it is in: an array for
 * each request.
 */
final class JointPlaces implements Places {

    private final Member[] members;

    /**
     * One of the keys.
     *
     * @param places where it is counted
     * @param requests how many may be under way
     */
    record Member(KeyPlaces places, int requests) {}

    /** The rooms that an exchange is in, those of the first members; the last ones are null while it enters. */
    private record Taken(@Nullable KeyRoom[] rooms) {}

    /** Counts by these, the first of which is what answers tell of. */
    JointPlaces(List<Member> members) {
        this.members = members.toArray(Member[]::new);
    }

    /** Each has its own limit; that of the policy, which is that of the first, tells only whether all requests pass. */
    @Override
    public boolean enter(Exchange x, int limit) {
        @Nullable KeyRoom[] rooms = new @Nullable KeyRoom[members.length];
        for (int i = 0; i < members.length; i++) {
            KeyRoom room = members[i].places().take(x, limit == Integer.MAX_VALUE ? limit : members[i].requests());
            if (room == null) {
                giveBack(rooms);
                return false;
            }
            rooms[i] = room;
        }
        x.attach(new Taken(rooms));
        return true;
    }

    private void giveBack(@Nullable KeyRoom[] rooms) {
        for (int i = 0; i < rooms.length; i++) {
            KeyRoom room = rooms[i];
            if (room != null) {
                members[i].places().giveBack(room);
            }
        }
    }

    @Override
    public int inside(Exchange x) {
        KeyRoom room = x.attachmentOr(this) instanceof Taken taken ? taken.rooms()[0] : null;
        return room == null || room == KeyPlaces.UNCOUNTED ? 0 : room.inside();
    }

    @Override
    public void leave(Exchange x) {
        if (x.attachmentOr(this) instanceof Taken taken) {
            giveBack(taken.rooms());
        }
    }
}
