package dev.sekisho.dataplane.upstream.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.retry.Cap;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets which connection, and who opens one. */
class ConnectionPoolTest {

    private final ConnectionPool pool = new ConnectionPool();
    private final Cap cap = new Cap(10);
    private final List<String> seen = new ArrayList<>();

    private final class Connection implements PooledConnection {
        private final String name;
        private boolean usable = true;

        Connection(String name) {
            this.name = name;
        }

        @Override
        public boolean isUsable(long now) {
            return usable;
        }

        @Override
        public boolean isIdle() {
            return true;
        }

        @Override
        public RequestStream stream() {
            throw new IllegalStateException("not begun here");
        }

        @Override
        public void unwanted() {}

        @Override
        public void discard() {
            seen.add("discard " + name);
        }
    }

    /** One who opens connections while the cap allows it. */
    private final class Client implements PooledConnection.Waiter {
        private final String name;

        Client(String name) {
            this.name = name;
            pool.await(this);
        }

        @Override
        public void take(PooledConnection connection) {
            seen.add(name + " takes");
        }

        @Override
        public void mayOpen() {
            seen.add(name + " may open");
        }

        @Override
        public boolean tryOpen() {
            if (!cap.tryEnter()) {
                return false;
            }
            pool.giveUp(this);
            seen.add(name + " opens");
            opening(true);
            return true;
        }

        @Override
        public void cannotOpen(Reason reason) {
            seen.add(name + " gets " + reason.code());
        }
    }

    private Place opening(boolean hoped) {
        return new Place(pool, cap, hoped);
    }

    @Test
    void oneInUseIsFilledBeforeAnIdleOneIsTaken() {
        Connection idle = new Connection("idle");
        Connection shared = new Connection("shared");
        assertThat(pool.release(idle, 5)).isEqualTo(ConnectionPool.Release.KEPT);
        pool.share(shared);
        assertThat(pool.acquire(0)).isSameAs(shared);
        assertThat(pool.acquire(0)).as("it stays").isSameAs(shared);
        pool.unshare(shared);
        assertThat(pool.idle()).isEqualTo(1);
        assertThat(pool.acquire(0)).isSameAs(idle);
        assertThat(pool.acquire(0)).as("it does not").isNull();
        assertThat(pool.idle()).isZero();
    }

    @Test
    void whatIsOfNoUseIsDiscarded() {
        Connection old = new Connection("old");
        Connection worn = new Connection("worn");
        old.usable = worn.usable = false;
        pool.share(old);
        pool.release(worn, 5);
        assertThat(pool.acquire(0)).isNull();
        assertThat(seen).containsExactly("discard old", "discard worn");
    }

    @Test
    void thoseWhoWaitForAHopedConnectionFailWithIt() {
        Place place = opening(true);
        assertThat(pool.isRoomComing(3)).isTrue();
        Client ignored = new Client("first");
        Client alsoIgnored = new Client("second");
        assertThat(pool.isRoomComing(3)).as("two wait, and one opened it").isFalse();
        place.notOpened(Reason.CONNECT_REFUSED);
        place.notOpened(Reason.CONNECT_REFUSED); // once more means nothing
        assertThat(seen).containsExactly("first gets upstream.connect_failed", "second gets upstream.connect_failed");
        assertThat(pool.open()).isZero();
        assertThat(List.of(ignored.name, alsoIgnored.name)).hasSize(2);
    }

    @Test
    void whereAnotherIsOpenOnlyTheNextTriesAgain() {
        Place other = opening(false);
        other.opened(1);
        Place place = opening(false);
        assertThat(new Client("first").name).isNotEmpty();
        assertThat(new Client("second").name).isNotEmpty();
        place.notOpened(Reason.CONNECT_REFUSED);
        assertThat(seen).containsExactly("first may open");
        other.leave(new Connection("gone"));
        other.leave(new Connection("gone"));
        assertThat(seen).containsExactly("first may open", "second may open");
        assertThat(pool.open()).isZero();
    }

    /** A connection turned out to carry three: of seven who wait three open others, which have room for the other four. */
    @Test
    void asManyAreOpenedAsThoseWhoWaitNeed() {
        Place place = opening(true);
        for (int i = 0; i < 7; i++) {
            assertThat(new Client("c" + i).name).isNotEmpty();
        }
        place.opened(3);
        pool.grow(10);
        assertThat(seen).containsExactly("c0 opens", "c1 opens", "c2 opens");
        assertThat(pool.open()).isEqualTo(4);
        pool.grow(10);
        assertThat(seen).as("enough are on their way").hasSize(3);
    }

    @Test
    void growthEndsAtTheSizeAndAtTheCap() {
        Place place = opening(true);
        for (int i = 0; i < 20; i++) {
            assertThat(new Client("c" + i).name).isNotEmpty();
        }
        place.opened(1);
        pool.grow(4);
        assertThat(pool.open()).isEqualTo(4);
        pool.grow(100);
        assertThat(cap.current()).isEqualTo(10);
        assertThat(pool.open()).as("what the cap allows beside the first").isEqualTo(11);
    }

    @Test
    void aRetiredPoolKeepsNothing() {
        pool.release(new Connection("idle"), 5);
        pool.share(new Connection("shared"));
        pool.retire();
        assertThat(seen).containsExactly("discard idle", "discard shared");
        assertThat(pool.release(new Connection("late"), 5)).isEqualTo(ConnectionPool.Release.FULL);
        pool.share(new Connection("later"));
        assertThat(pool.acquire(0)).isNull();
    }

    /** One who waited would otherwise wait for what nobody wants. */
    @Test
    void oneThatIsClearedMakesRoomForWhoWaits() {
        Connection cleared = new Connection("cleared");
        Connection second = new Connection("second");
        assertThat(pool.clears(cleared)).isTrue();
        Client client = new Client("client");
        assertThat(seen).containsExactly("discard cleared");
        assertThat(pool.clears(second)).as("somebody waits").isFalse();
        pool.giveUp(client);
        assertThat(pool.clears(second)).isTrue();
        assertThat(pool.release(second, 5)).isEqualTo(ConnectionPool.Release.KEPT);
        new Client("other");
        assertThat(seen).as("it rests already").containsExactly("discard cleared");
    }

    @Test
    void oneThatIsClearedEndsWithItsPool() {
        assertThat(pool.clears(new Connection("cleared"))).isTrue();
        pool.retire();
        assertThat(seen).containsExactly("discard cleared");
        assertThat(pool.clears(new Connection("late"))).isFalse();
    }
}
