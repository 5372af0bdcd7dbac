package dev.sekisho.dataplane.transport;

/** What Netty reads once a process, on the first use of its io_uring, whoever that is. Thread-safe. */
public final class NettySettings {

    /** Whether a poll of io_uring stays after its first event. */
    private static final String LASTING_POLL = "io.netty.iouring.pollAddMultishotEnabled";

    private NettySettings() {}

    /** To be called ahead of Netty's first use, by each part that may be the first. */
    public static void apply() {
        // of a reset just behind the last bytes, lasting polls of Netty 4.2.18 may say nothing
        System.setProperty(LASTING_POLL, System.getProperty(LASTING_POLL, "false"));
    }
}
