package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Exchange;

/** A count for each route. The exchange bears a mark while it is in, since the end comes for refused requests as well. */
final class RoutePlaces implements Places {

    private final Rooms rooms = new Rooms();

    @Override
    public boolean enter(Exchange x, int limit) {
        if (!rooms.of(x.route().id()).enter(limit)) {
            return false;
        }
        x.mark();
        return true;
    }

    @Override
    public int inside(Exchange x) {
        return inside(x.route().id());
    }

    /** Requests under way on the route of that number. */
    int inside(int route) {
        return rooms.of(route).inside();
    }

    @Override
    public void leave(Exchange x) {
        if (x.isMarked()) {
            rooms.of(x.route().id()).leave();
        }
    }
}
