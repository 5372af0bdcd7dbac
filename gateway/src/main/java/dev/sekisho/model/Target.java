package dev.sekisho.model;

import java.util.Map;

/**
 * One address of an upstream.
 *
 * @param origin where it was written
 */
public record Target(
        @Property(
                value =
                        "Host and port; a name is looked up again as its records grow old. Port 0 with a name that begins "
                                + "with an underscore asks for its SRV records (RFC 2782).",
                example = "127.0.0.1:3000")
        Address address,

        @Property(
                value = "Share of requests against the other targets; 0 takes it out.",
                defaultValue = "1",
                min = "0",
                max = "65535")
        int weight,

        @Property(
                value = "Whether it serves only while no other target can, as nginx's backup.",
                defaultValue = "false")
        boolean backup,

        @Property(
                value = "Whether it gets no new clients, while those who stick to it stay and its calls end.",
                defaultValue = "false")
        boolean drain,

        @Property(value = "Labels that routes choose targets by.", example = "version: v2")
        Map<String, String> labels,

        Origin origin) {}
