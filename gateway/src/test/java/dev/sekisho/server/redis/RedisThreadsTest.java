package dev.sekisho.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.uring.IoUring;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisThreadsTest {

    /** A process whose first use of Netty is by a store. */
    static final class StoreFirst {
        private StoreFirst() {}

        public static void main(String[] args) {
            RedisThreads.start().stop(0, 100);
            System.out.println(IoUring.isPollAddMultishotEnabled());
        }
    }

    /** Netty's settings of io_uring are read once a process: clients that vanish were not noticed in those that a store had started. */
    @Test
    void aStoreThatIsFirstLeavesPollsAsTheGatewayNeedsThem() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreFirst.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines()).last().isEqualTo("false");
    }
}
