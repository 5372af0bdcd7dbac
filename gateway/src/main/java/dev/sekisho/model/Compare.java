package dev.sekisho.model;

import java.util.List;

/** How the answers to copies of requests are compared with those that clients get. */
public record Compare(
        @Property("Headers that may differ, beside Date, Age, Server, Via, X-Request-ID and Content-Length.")
        List<String> ignoreHeaders,

        @Property("Places of JSON bodies that may differ: JSON pointers (RFC 6901), where * is any name or index.")
        List<String> ignoreJson,

        @Property(
                value = "Largest body that is compared; answers with a larger one are counted as not compared.",
                defaultValue = "64KiB",
                min = "0",
                max = "16MiB")
        Size maxBody,

        @Property(
                value = "How many differing pairs are kept for the admin interface, the latest ones.",
                defaultValue = "10",
                min = "0",
                max = "1000")
        int samples,

        @Property(
                value =
                        "Whether samples show values; otherwise they show kinds and lengths, since values may be secret.",
                defaultValue = "false")
        boolean showValues) {}
