package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;

/** A count for each key that is under way. The exchange keeps the room that it is in. */
final class KeyPlaces implements Places {

    private final PlaceKey key;
    private final boolean passesWithout;
    private final KeyRooms rooms = new KeyRooms();

    /**
     * Counts by that key.
     *
     * @param passesWithout whether requests without it are not counted
     */
    KeyPlaces(PlaceKey key, boolean passesWithout) {
        this.key = key;
        this.passesWithout = passesWithout;
    }

    @Override
    public boolean enter(Exchange x, int limit) {
        Headers scratch = x.request().headers(); // the room behind its end, so that nothing is allocated
        int start = scratch.end();
        key.write(x, scratch);
        int end = scratch.end();
        scratch.advance(start);
        if (end == start && passesWithout) {
            return true;
        }
        KeyRoom room = rooms.enter(scratch.bytes(), start, end, limit);
        if (room == null) {
            return false;
        }
        x.attach(room);
        return true;
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
