package dev.sekisho.policy.sizelimit;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import java.util.Optional;

/** Settings of the {@code size-limit} policy; at least one of them. */
public record SizeLimitConfig(
        @Property(
                value =
                        "Largest body of a request; beyond it 413. 0 for none at all. The listener's maxBody holds too, so a route can only lower that.",
                min = "0",
                max = "1024GiB",
                example = "8MiB")
        Optional<Size> request,

        @Property(
                value = "Whether a request with a body must tell its length beforehand; else 411.",
                defaultValue = "false")
        boolean requireLength,

        @Property(
                value =
                        "Most bytes of a request's header fields, names, separators and line ends included, without those that the gateway adds; beyond it 431.",
                min = "1B",
                max = "1MiB",
                example = "4KiB")
        Optional<Size> headers,

        @Property(
                value = "Most header fields of a request, without those that the gateway adds; beyond it 431.",
                min = "1",
                max = "10000",
                example = "40")
        Optional<Integer> fields,

        @Property(
                value = "Longest target of a request, path and query as they were sent; beyond it 414.",
                min = "1B",
                max = "1MiB",
                example = "2KiB")
        Optional<Size> target,

        @Property(
                value = "Longest query of a request, as it was sent, without its question mark; beyond it 414.",
                min = "0",
                max = "1MiB",
                example = "1KiB")
        Optional<Size> query,

        @Property(
                value =
                        "Largest body of the backend's answer: beyond it 502 where the length is known beforehand, else the answer is cut off.",
                min = "0",
                max = "1024GiB",
                example = "50MiB")
        Optional<Size> response) {}
