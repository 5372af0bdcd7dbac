package dev.sekisho.server.discovery;

import dev.sekisho.model.Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One address that a name stands for.
 *
 * @param service host and port of the SRV record that led to it; empty where the target names the host itself
 * @param weight of the SRV record, at least 1; 1 without one
 * @param backup whether records with a better priority exist
 */
record Place(InetAddress address, Optional<Address> service, int weight, boolean backup) {

    /** An address of a host. */
    static Place of(InetAddress address) {
        return new Place(address, Optional.empty(), 1, false);
    }
}
