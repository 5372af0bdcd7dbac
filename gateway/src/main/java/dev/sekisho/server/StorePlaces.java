package dev.sekisho.server;

import dev.sekisho.model.Address;
import dev.sekisho.model.RedisAddress;
import dev.sekisho.model.Store;
import java.util.List;
import java.util.Map;

/**
 * Where stores really are. Certificates of a moved server are verified by the name of the place that it moved to. Immutable, thread-safe.
 *
 * @param connectTo the real address, by the address as configured
 */
record StorePlaces(Map<Address, Address> connectTo) {

    /** Takes a copy. */
    StorePlaces {
        connectTo = Map.copyOf(connectTo);
    }

    /** The store with the real addresses. */
    Store of(Store store) {
        return connectTo.isEmpty()
                ? store
                : new Store(
                        store.name(),
                        store.kind(),
                        store.url().map(url -> real(url, RedisAddress.PORT)),
                        real(store.sentinels(), RedisAddress.SENTINEL_PORT),
                        store.master(),
                        store.sentinelPassword(),
                        real(store.nodes(), RedisAddress.PORT),
                        store.username(),
                        store.password(),
                        store.ca(),
                        store.timeout(),
                        store.origin());
    }

    private List<String> real(List<String> urls, int port) {
        return urls.stream().map(url -> real(url, port)).toList();
    }

    private String real(String url, int port) {
        RedisAddress named = RedisAddress.parse(url, port);
        Address place = connectTo.get(new Address(named.host(), named.port()));
        return place == null
                ? url
                : new RedisAddress(place.host(), place.port(), named.database(), named.tls()).toString();
    }
}
