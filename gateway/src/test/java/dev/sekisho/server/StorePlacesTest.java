package dev.sekisho.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import dev.sekisho.model.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorePlacesTest {

    private static Store at(String url) {
        return Store.redis("counters", url, Optional.empty(), Duration.ofSeconds(1));
    }

    @Test
    void aStoreMovesWithItsDatabaseAndTls() {
        StorePlaces places = new StorePlaces(Map.of(new Address("redis", 6379), new Address("127.0.0.1", 7001)));
        assertThat(places.of(at("redis://redis")).url()).hasValue("redis://127.0.0.1:7001/0");
        assertThat(places.of(at("rediss://redis:6379/3")).url()).hasValue("rediss://127.0.0.1:7001/3");
        assertThat(places.of(at("redis://redis:6380"))).isEqualTo(at("redis://redis:6380"));
        assertThat(new StorePlaces(Map.of()).of(at("redis://redis"))).isEqualTo(at("redis://redis"));
    }
}
