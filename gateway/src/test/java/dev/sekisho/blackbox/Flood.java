package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.Http2Client.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** What a hostile client sends on a connection of HTTP/2, until the gateway ends it. */
enum Flood {
    /** Requests that are taken back at once (CVE-2023-44487). */
    RAPID_RESET {
        @Override
        void send(Http2Client client) throws IOException {
            for (int stream = 1; stream < 100_000; stream += 2) {
                client.headers(stream, true, request("GET", "/flood")).reset(stream, 8);
            }
        }
    },
    /** Requests that are taken back when their upstream calls have begun. */
    LATE_RESET {
        @Override
        void send(Http2Client client) throws IOException {
            for (int stream = 1; stream < 100_000; stream += 2) {
                client.headers(stream, true, request("GET", "/flood/slow"));
                TestGateway.pause(2);
                client.reset(stream, 8);
            }
        }
    },
    /** Requests that the gateway has to reset for faults of theirs (CVE-2025-8671). */
    PROVOKED_RESETS {
        @Override
        void send(Http2Client client) throws IOException {
            for (int stream = 1; stream < 100_000; stream += 2) {
                client.headers(stream, false, request("GET", "/flood")).grant(stream, 0);
            }
        }
    },
    PINGS {
        @Override
        void send(Http2Client client) throws IOException {
            repeat(client, Http2Client.encode(Http2Client.PING, 0, 0, new byte[8]));
        }
    },
    SETTINGS {
        @Override
        void send(Http2Client client) throws IOException {
            repeat(client, Http2Client.encode(Http2Client.SETTINGS, 0, 0, new byte[0]));
        }
    },
    EMPTY_DATA {
        @Override
        void send(Http2Client client) throws IOException {
            client.headers(1, false, request("POST", "/flood"));
            repeat(client, Http2Client.encode(Http2Client.DATA, 0, 1, new byte[0]));
        }
    },
    EMPTY_CONTINUATIONS {
        @Override
        void send(Http2Client client) throws IOException {
            client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(request("GET", "/flood")));
            repeat(client, Http2Client.encode(Http2Client.CONTINUATION, 0, 1, new byte[0]));
        }
    },
    /** A hundred large responses for which there is no window. */
    CLOSED_WINDOWS {
        @Override
        void send(Http2Client client) throws IOException {
            for (int stream = 1; stream < 200; stream += 2) {
                client.headers(stream, true, request("GET", "/flood/large"));
            }
            TestGateway.pause(1_500);
        }
    },
    /** One large field that goes into the table, and a thousandfold of it at one byte each, in pieces. */
    HEADER_BOMBS {
        @Override
        void send(Http2Client client) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes(Http2Client.block(request("GET", "/flood")));
            byte[] field = Http2Client.block("x-bomb", "y".repeat(3_500));
            field[0] = 0x40; // literal that is indexed from now on
            head.writeBytes(field);
            client.frame(Http2Client.HEADERS, 0, 1, head.toByteArray());
            byte[] indexed = new byte[50];
            Arrays.fill(indexed, (byte) (0x80 | 62)); // the newest of the table
            for (int i = 0; i < 1_000; i++) {
                client.frame(Http2Client.CONTINUATION, 0, 1, indexed);
                TestGateway.pause(5);
            }
        }
    };

    abstract void send(Http2Client client) throws IOException;

    private static void repeat(Http2Client client, byte[] frame) throws IOException {
        for (int i = 0; i < 100_000; i++) {
            client.bytes(frame);
        }
    }
}
