package dev.sekisho.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a variable is found out of what a request says. */
public sealed interface Lookup {

    /** By a table of texts, as nginx's map (documentation of its module map). */
    record MapLookup(
            @Property(value = "Text that is looked up, with placeholders.", example = "\"{host}\"")
            String from,

            @Property(
                    value =
                            "Values by text, without regard to case; by ~ and a regular expression in RE2 syntax, ~* for one without regard to case; \\\\ in front of a key takes it as it is. A text goes before an expression, and of these the first that matches counts. Values may have placeholders, {capture.1} of the expression among them.",
                    example = "{ blog.example.com: blog, \"~^(\\\\w+)[.]shop\": \"shop-{capture.1}\" }")
            Map<String, String> values,

            @Property(value = "Value where none fits, with placeholders.", defaultValue = "")
            Optional<String> otherwise,

            @Property(
                    value =
                            "Whether keys may be names of hosts with a first label of * or a last one (*.example.com, www.example.*, .example.com for both a host and those below it); the longest counts.",
                    defaultValue = "false")
            boolean hosts)
            implements Lookup {

        /** Takes a copy, in the order of the document. */
        public MapLookup {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** By an address, as nginx's geo (documentation of its module geo). */
    record GeoLookup(
            @Property(value = "Address that is looked up, with placeholders.", defaultValue = "{clientAddress}")
            String from,

            @Property(
                    value =
                            "Values by address block (10.0.0.0/8, 2001:db8::/32), address, or range (192.0.2.10-192.0.2.20); the smallest counts.",
                    example = "{ 10.0.0.0/8: inside, 192.0.2.10-192.0.2.20: lab }")
            Map<String, String> networks,

            @Property(value = "Value of all other addresses, and of what is none.", defaultValue = "")
            Optional<String> otherwise)
            implements Lookup {

        /** Takes a copy, in the order of the document. */
        public GeoLookup {
            networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        }
    }

    /** By a share of all texts that there may be, as nginx's split_clients (documentation of its module split_clients). */
    record ShareLookup(
            @Property(
                    value = "Text whose hash decides, with placeholders; the same text always gets the same value.",
                    example = "\"{clientAddress}\"")
            String from,

            @Property("Shares, in their order; what they leave over has an empty value.")
            List<SharePart> parts)
            implements Lookup {

        /** Takes a copy. */
        public ShareLookup {
            parts = List.copyOf(parts);
        }
    }

    /** A share of texts. */
    record SharePart(
            @Property(
                    value = "Percent, with two decimals at most; left out, all that is left.",
                    min = "0.01",
                    max = "100",
                    example = "0.5")
            Optional<Double> percent,

            @Property(value = "Value for these texts, with placeholders.", example = "canary")
            String value) {}
}
