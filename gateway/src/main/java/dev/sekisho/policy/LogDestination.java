package dev.sekisho.policy;

import dev.sekisho.model.Address;
import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A place that records of requests are sent to. Two that are equal are one. Immutable, thread-safe. */
public sealed interface LogDestination {

    /** What it is called in metrics and messages; tells no secret. */
    String label();

    /**
     * A connection, on which records follow one another.
     *
     * @param scheme what it is called, such as {@code tcp}
     * @param address where it is
     * @param tls how it is encrypted; empty for not at all
     * @param timeout for connecting, and for each writing
     * @param keepalive how long a connection without records is kept
     * @param counted whether a record stands behind its length (RFC 6587 section 3.4.1), else it ends in a line feed
     */
    record Stream(
            String scheme,
            Address address,
            Optional<UpstreamTls> tls,
            Duration timeout,
            Duration keepalive,
            boolean counted)
            implements LogDestination {
        @Override
        public String label() {
            return scheme + "://" + address;
        }
    }

    /**
     * A datagram for each record.
     *
     * @param scheme what it is called, such as {@code udp}
     * @param timeout for looking up the address
     */
    record Datagrams(String scheme, Address address, Duration timeout) implements LogDestination {
        @Override
        public String label() {
            return scheme + "://" + address;
        }
    }

    /**
     * A request for each batch of records.
     *
     * @param url http or https
     * @param method such as POST
     * @param headers further fields
     * @param tls how an https URL is spoken to
     * @param timeout for a whole request
     * @param keepalive how long a connection without requests is kept
     */
    record Http(
            URI url,
            String method,
            String contentType,
            Map<String, Secret> headers,
            UpstreamTls tls,
            Duration timeout,
            Duration keepalive)
            implements LogDestination {

        /** Takes a copy. */
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public String label() {
            return FetchUrl.printable(url);
        }
    }

    /** A file that lines are appended to, and that is opened anew when the access log is. */
    record File(Path path) implements LogDestination {
        @Override
        public String label() {
            return "file:" + path;
        }
    }
}
