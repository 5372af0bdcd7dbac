package dev.sekisho.server.discovery;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a look-up found.
 *
 * @param places at least one, in an order that is the same for the same addresses, since servers turn theirs round
 * @param ttl seconds for which it holds; {@link #UNKNOWN} where nobody said
 */
record Answer(List<Place> places, long ttl) {

    static final long UNKNOWN = -1;

    private static final Comparator<InetAddress> ORDER = Comparator.comparingInt(
                    (InetAddress address) -> address.getAddress().length)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    Answer {
        places = List.copyOf(places);
    }

    /** The addresses of a host. */
    static Answer of(Collection<InetAddress> addresses, long ttl) {
        return new Answer(
                addresses.stream().distinct().sorted(ORDER).map(Place::of).toList(), ttl);
    }

    /** The addresses alone. */
    List<InetAddress> addresses() {
        return places.stream().map(Place::address).toList();
    }
}
