package dev.sekisho.policy.compression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codings that a policy offers, the preferred one first. Immutable, thread-safe. */
final class Offers {

    private final Offer[] offers;

    Offers(List<Offer> offers) {
        this.offers = offers.toArray(Offer[]::new);
    }

    /**
     * The one with the highest of the client's weights, and of equal ones the first; null where the client takes none, or rather has
     * the body as it is.
     *
     * @param accepted as {@link AcceptEncoding} reads it
     */
    @Nullable
    Offer choose(long accepted) {
        Offer best = null;
        int highest = 0;
        for (Offer offer : offers) {
            int weight = AcceptEncoding.weight(accepted, offer.coding());
            if (weight > highest) {
                highest = weight;
                best = offer;
            }
        }
        return AcceptEncoding.identity(accepted) > highest ? null : best;
    }
}
