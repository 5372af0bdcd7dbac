package dev.sekisho.model;

import java.time.Duration;
import java.util.Optional;

/** Which target serves a request. */
public record Balance(
        @Property(
                value =
                        "How the target is chosen. round-robin is nginx's smooth weighted sequence; least-request asks two "
                                + "at random and takes the less busy, as Envoy; ewma takes the faster of two; ring-hash and maglev "
                                + "send equal keys to the same target.",
                defaultValue = "round-robin")
        Algorithm algorithm,

        @Property("The key of ring-hash and maglev; left out, the client's address.")
        Optional<HashKey> hash,

        @Property("Keeps a client at its target by a cookie that the gateway sets.")
        Optional<Sticky> sticky,

        @Property(
                value =
                        "How long the share of a target grows from a tenth to all of it, once it is new or healthy again; "
                                + "0 for at once.",
                defaultValue = "0",
                min = "0",
                max = "1h")
        Duration slowStart) {

    /** How a target is chosen. */
    public enum Algorithm {
        /** In turn, heavy ones spread out. */
        ROUND_ROBIN,
        /** The fewest calls under way for its weight. */
        LEAST_CONNECTIONS,
        /** The less busy of two random ones, or by weight and calls under way. */
        LEAST_REQUEST,
        /** The faster of two random ones, by a moving average of response times. */
        EWMA,
        /** At random, by weight. */
        RANDOM,
        /** By the client's address, IPv4 by its first three bytes, as nginx's ip_hash. */
        ADDRESS_HASH,
        /** By a key, on a ring, as Ketama. */
        RING_HASH,
        /** By a key, through Maglev's table. */
        MAGLEV
    }
}
