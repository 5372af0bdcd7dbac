package dev.sekisho.dataplane.upstream.traffic;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.router.Conditions;
import dev.sekisho.dataplane.upstream.balancer.KeyHash;
import dev.sekisho.dataplane.upstream.balancer.SmoothRoundRobin;
import dev.sekisho.dataplane.upstream.balancer.StickyCookie;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses between the shares of a split: one that headers or cookies ask for, in the order of the configuration; else the one
 * that the client was given before; else by weight, in nginx's smooth sequence on each loop. Thread-safe.
 */
public final class Shares {

    private final List<@Nullable Conditions> forced = new ArrayList<>();
    private final List<SmoothRoundRobin> turns = new ArrayList<>();
    private final long[] identities;
    private final int[] weights;
    private final @Nullable StickyCookie sticky;

    /** The shares of a split, for that many loops. */
    public Shares(Backend.Split split, int loops) {
        List<Backend.Share> shares = split.split();
        this.weights = shares.stream().mapToInt(Backend.Share::weight).toArray();
        this.identities = shares.stream().mapToLong(Shares::identity).toArray();
        this.sticky = split.sticky().map(StickyCookie::new).orElse(null);
        shares.forEach(share -> forced.add(condition(share)));
        for (int i = 0; i < loops; i++) {
            turns.add(new SmoothRoundRobin(weights));
        }
    }

    private static long identity(Backend.Share share) {
        byte[] name = Ascii.bytes(share.upstream() + " " + new TreeMap<>(share.labels()));
        return KeyHash.of(name, 0, name.length);
    }

    private static @Nullable Conditions condition(Backend.Share share) {
        if (share.headers().isEmpty() && share.cookies().isEmpty()) {
            return null;
        }
        return Conditions.of(new Match(
                List.of(),
                List.of(),
                List.of(),
                share.headers(),
                Map.of(),
                share.cookies(),
                List.of(),
                List.of(),
                false));
    }

    /** Number of the share that the request gets, or -1 where no weight is above 0. */
    public int choose(Exchange x) {
        for (int i = 0; i < forced.size(); i++) {
            Conditions conditions = forced.get(i);
            if (conditions != null && conditions.hold(x)) {
                return i;
            }
        }
        int kept = remembered(x);
        return kept >= 0 ? kept : turns.get(x.loop().index()).next(0);
    }

    private int remembered(Exchange x) {
        StickyCookie cookie = sticky;
        long wanted = cookie == null ? 0 : cookie.read(x);
        for (int i = 0; wanted != 0 && i < identities.length; i++) {
            if (identities[i] == wanted && weights[i] > 0) {
                return i;
            }
        }
        return -1;
    }

    /** Has the client told to come back to its share, where it does not know that already; on the head of the response. */
    public void remember(Exchange x, int share) {
        StickyCookie cookie = sticky;
        if (cookie != null && cookie.read(x) != identities[share]) {
            cookie.write(x, identities[share]);
        }
    }
}
