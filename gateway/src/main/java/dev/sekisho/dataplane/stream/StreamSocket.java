package dev.sekisho.dataplane.stream;

import java.net.InetSocketAddress;

/** The sockets of one stream, one on each loop, and what its clients have open. Thread-safe. */
public sealed interface StreamSocket permits TcpStream, UdpStream {

    /** The address that is listened on, with the port that the system chose. */
    InetSocketAddress address();

    /** Takes no further clients; those that are there go on. */
    void stopAccepting();

    /** Gives the address up. Connections go on; UDP sessions end, since what their clients send comes in at that address. */
    void retire();

    /** Closes everything. */
    void closeAll();

    /** Connections that are open; UDP sessions have no end of their own and do not count. */
    int open();
}
