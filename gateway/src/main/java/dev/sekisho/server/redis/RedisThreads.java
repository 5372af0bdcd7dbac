package dev.sekisho.server.redis;

import dev.sekisho.dataplane.transport.NettySettings;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Threads of a client, away from the gateway's event loops.
 *
 * @param resources its threads
 * @param timer what ends commands that take too long
 */
record RedisThreads(ClientResources resources, HashedWheelTimer timer) {

    private static final int THREADS = 2; // the fewest that Lettuce takes
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LAST_PAUSE_MILLIS = 1_000;
    private static final long TICK_MILLIS = 4; // Lettuce's own is 100, five times the time that a command has

    static RedisThreads start() {
        NettySettings.apply(); // Lettuce uses io_uring where it works
        HashedWheelTimer timer =
                new HashedWheelTimer(new DefaultThreadFactory("redis-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .timer(timer)
                .reconnectDelay(() -> Delay.exponential(
                        Duration.ofMillis(FIRST_PAUSE_MILLIS),
                        Duration.ofMillis(LAST_PAUSE_MILLIS),
                        2,
                        TimeUnit.MILLISECONDS))
                .build();
        return new RedisThreads(resources, timer);
    }

    /** Runs something later, unless they have ended by then. */
    void later(Runnable task, long millis) {
        resources.eventExecutorGroup().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    void stop(long quietMillis, long mostMillis) {
        resources.shutdown(quietMillis, mostMillis, TimeUnit.MILLISECONDS).addListener(done -> timer.stop());
    }
}
