package dev.sekisho.model;

import java.time.Duration;
import java.util.Optional;

/** Which target serves a request. */
public record Balance(
        @Property(
                value =
                        "How the target is chosen. round-robin is nginx's smooth weighted sequence; least-request asks two "
                                + "at random and takes the less busy, as Envoy; ewma takes the faster of two; ring-hash and maglev "
                                + "send equal keys to the same target; address-hash, modulo-hash and ketama do so with the arithmetic of "
                                + "nginx's ip_hash, hash and hash with consistent, and come to the same target as it.",
                defaultValue = "round-robin")
        Algorithm algorithm,

        @Property("The key of ring-hash, maglev, modulo-hash and ketama; left out, the client's address.")
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
        /** By the client's address, IPv4 by its first three bytes, in the arithmetic of nginx's ip_hash. */
        ADDRESS_HASH,
        /** By a key, on a ring, as Ketama. */
        RING_HASH,
        /** By a key, through Maglev's table. */
        MAGLEV,
        /** By a key, its CRC-32 modulo the sum of weights, as nginx's hash: when targets change, most keys move. */
        MODULO_HASH,
        /** By a key, on a ring of CRC-32 points made of targets as they are written, as nginx's hash with consistent. */
        KETAMA;

        /** Whether it goes by a key of the configuration. */
        public boolean hasKey() {
            return this == RING_HASH || this == MAGLEV || this == MODULO_HASH || this == KETAMA;
        }
    }
}
