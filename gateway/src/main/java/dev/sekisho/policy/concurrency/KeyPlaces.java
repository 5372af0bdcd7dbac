package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import org.jspecify.annotations.Nullable;

/** A count for each key that is under way. The exchange keeps the room that it is in. */
final class KeyPlaces implements Places {

    private final PlaceKey key;
    private final boolean passesWithout;
    private final KeyRooms rooms;

    /** What {@link #take} comes to for a request that is not counted. */
    static final KeyRoom UNCOUNTED = new KeyRoom(new byte[0], 0);

    /**
     * Counts by that key.
     *
     * @param passesWithout whether requests without it are not counted
     * @param rooms which others may count in too
     */
    KeyPlaces(PlaceKey key, boolean passesWithout, KeyRooms rooms) {
        this.key = key;
        this.passesWithout = passesWithout;
        this.rooms = rooms;
    }

    @Override
    public boolean enter(Exchange x, int limit) {
        KeyRoom room = take(x, limit);
        if (room != null && room != UNCOUNTED) {
            x.attach(room);
        }
        return room != null;
    }

    /** Takes a place in the room of the request's key, which is to be given back; null where that many are taken. */
    @Nullable
    KeyRoom take(Exchange x, int limit) {
        Headers scratch = x.request().headers(); // the room behind its end, so that nothing is allocated
        int start = scratch.end();
        key.write(x, scratch);
        int end = scratch.end();
        scratch.advance(start);
        return end == start && passesWithout ? UNCOUNTED : rooms.enter(scratch.bytes(), start, end, limit);
    }

    /** Gives a place back. */
    void giveBack(KeyRoom room) {
        if (room != UNCOUNTED) {
            rooms.leave(room);
        }
    }

    @Override
    public int inside(Exchange x) {
        return x.attachmentOr(this) instanceof KeyRoom room ? room.inside() : 0;
    }

    /** How many keys are under way. */
    int keys() {
        return rooms.size();
    }

    @Override
    public void leave(Exchange x) {
        if (x.attachmentOr(this) instanceof KeyRoom room) {
            rooms.leave(room);
        }
    }
}
