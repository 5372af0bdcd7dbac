package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** A copy of requests, sent to another upstream; the client waits for none of it. */
public record Mirror(
        @Property("Name of the upstream that gets the copies.")
        String upstream,

        @Property(value = "Percentage of requests that are copied.", defaultValue = "100", min = "0", max = "100")
        double percent,

        @Property(
                value = "Largest request body that is copied; requests with a larger one are not.",
                defaultValue = "64KiB",
                min = "0",
                max = "16MiB")
        Size maxBody,

        @Property("Compares the answers; left out, those to copies are thrown away.")
        Optional<Compare> compare) {

    /** How two answers are compared. */
    public record Compare(
            @Property(value = "Headers that may differ, beyond Date, Server, Age, Connection and the request id.")
            List<String> ignoreHeaders,

            @Property(
                    value =
                            "Places in JSON bodies that may differ, as JSON pointers (RFC 6901) with * for any key or index.",
                    example = "/items/*/updatedAt")
            List<String> ignoreJson,

            @Property(
                    value = "Largest body that is compared; of larger ones, status and headers alone.",
                    defaultValue = "256KiB",
                    min = "0",
                    max = "16MiB")
            Size maxBody,

            @Property(
                    value = "Percentage of differences that are written to the log.",
                    defaultValue = "100",
                    min = "0",
                    max = "100")
            double sample) {}
}
