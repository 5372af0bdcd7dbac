package dev.sekisho.policy.substitution;

import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code substitution} policy. */
public record SubstitutionConfig(
        @Property(
                value =
                        "What is replaced, 1 to 64 of them. The leftmost match counts, and of several at one place the first of the list; what was put in is not searched again.",
                example = "[{ find: \"</head>\", with: \"<script src=/own.js></script></head>\" }]")
        List<Replace> replace,

        @Property(
                value =
                        "Media types of the bodies that are searched, without parameters; * stands for one part. None given: text/html.",
                example = "[text/html, text/css]")
        List<String> types,

        @Property(
                value = "What becomes of Last-Modified of a body that is searched: drop or keep.",
                defaultValue = "drop")
        LastModified lastModified,

        @Property(
                value =
                        "What becomes of the ETag of a body that is searched: weaken makes it a weak one, drop removes it.",
                defaultValue = "weaken")
        EntityTag etag) {

    /** Takes copies. */
    public SubstitutionConfig {
        replace = List.copyOf(replace);
        types = List.copyOf(types);
    }

    /** A text and what stands in its place. */
    public record Replace(
            @Property(
                    value = "Text that is looked for, as UTF-8: 1 byte to 1 KiB.",
                    example = "\"http://internal.example.com\"")
            String find,

            @Property(
                    value =
                            "What stands in its place, as UTF-8; placeholders as in response-headers, such as {requestId}, {consumer} and {claim.NAME}.",
                    example = "\"https://www.example.com\"")
            String with,

            @Property(value = "Whether only the first one of each body is replaced.", defaultValue = "true")
            boolean once,

            @Property(value = "Whether upper and lower case of ASCII letters are the same.", defaultValue = "false")
            boolean ignoreCase,

            @Property(
                    value =
                            "How the values of placeholders are written: html has & < > and both quotation marks as character references, none takes them as they are. The rest of the text is taken as it is.",
                    defaultValue = "html")
            Escape escape) {}

    /** How values are written. */
    public enum Escape {
        /** So that they are text in HTML, and within its quoted attributes. */
        HTML,
        /** As they are. */
        NONE
    }

    /** What becomes of the ETag. */
    public enum EntityTag {
        /** It becomes a weak one. */
        WEAKEN,
        /** It goes. */
        DROP
    }

    /** What becomes of Last-Modified. */
    public enum LastModified {
        /** It goes. */
        DROP,
        /** It stays. */
        KEEP
    }
}
