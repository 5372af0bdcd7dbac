package dev.sekisho.policy.responseheaders;

import dev.sekisho.model.Property;
import dev.sekisho.model.StatusPattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code response-headers} policy. */
public record ResponseHeadersConfig(
        @Property(
                value = "Names of fields to remove; a star at the end stands for any rest.",
                example = "[Server, X-Powered-By]")
        List<String> remove,

        @Property(
                value = "Fields to rename, old name to new name. Where the old name is present, its values replace"
                        + " those of the new name.",
                example = "{ X-Served-In: Server-Timing }")
        Map<String, String> rename,

        @Property(
                value = "Values for fields that are there, name to value, in place of all fields of that name; with"
                        + " the placeholders of set.",
                example = "{ X-Client: hidden }")
        Map<String, String> replace,

        @Property(
                value =
                        "Fields to set, name to value, in place of all fields of that name. A value may hold"
                                + " placeholders: {clientAddress}, {requestId}, {method}, {scheme}, {host}, {path},"
                                + " {path.NAME} (a variable of the route's path), {query}, {search} (the query with its question mark), {query.NAME}, {header.NAME} and"
                                + " {cookie.NAME} of the request; {route} and {service}; {status} and"
                                + " {responseHeader.NAME} of the response; of the client's certificate"
                                + " {certificateSubject}, {certificateName}, {certificateDns}, {certificateSpiffe} and"
                                + " {certificateFingerprint}; of the client that a policy knows {consumer}, {subject},"
                                + " {plan}, {groups}, {scopes}, {authMethod}, {credential} and {claim.NAME}; {var.NAME},"
                                + " a variable, and {capture.1}, a group of the last expression that matched in one or in steps.",
                example = "{ X-Content-Type-Options: nosniff }")
        Map<String, String> set,

        @Property(
                value = "Fields to set where there is none of that name, with the placeholders of set.",
                example = "{ Cache-Control: no-store }")
        Map<String, String> setIfAbsent,

        @Property(
                value = "Fields to add behind those of the same name, name to value, with the placeholders of set.",
                example = "{ Link: \"</style.css>; rel=preload\" }")
        Map<String, String> add,

        @Property(
                value = "Values to append to the last field of that name, with a comma between; a field of its own"
                        + " where there is none. With the placeholders of set.",
                example = "{ Cache-Control: no-transform }")
        Map<String, String> append,

        @Property(
                value =
                        "Charset that Content-Type names for some types, where it names none; left out, it stays as it is.",
                example = "{ name: utf-8 }")
        Optional<Charset> charset,

        @Property(
                value =
                        "How long clients may keep the response, by Expires and Cache-Control, which are replaced; left out,"
                                + " they stay as they are.",
                example = "{ value: 30d }")
        Optional<Expires> expires,

        @Property(
                value =
                        "Changes of single fields in their order, after all others: names may stand twice, and a change may be for"
                                + " some statuses only.",
                example = "[{ name: X-Frame-Options, value: DENY, statuses: [2xx] }]")
        List<Edit> edits) {

    /** A change of one field. */
    public record Edit(
            @Property(value = "Name of the field; X-Request-ID too, where the listener leaves it.", example = "Link")
            String name,

            @Property(value = "Its value, with the placeholders of set.", example = "\"</style.css>; rel=preload\"")
            String value,

            @Property(
                    value =
                            "What is done: add puts the field behind those of its name, and does nothing where the value is"
                                    + " empty; set has it take their place, and removes them where the value is empty.",
                    defaultValue = "add")
            Action action,

            @Property(
                    value = "Statuses of responses that are changed, such as 200, 3xx and 500-504. None given: all.",
                    example = "[200, 3xx]")
            List<StatusPattern> statuses) {

        /** Takes a copy. */
        public Edit {
            statuses = List.copyOf(statuses);
        }
    }

    /** What is done with a field. */
    public enum Action {
        /** One more. */
        ADD,
        /** In place of those of its name. */
        SET
    }

    /** How long clients may keep a response. */
    public record Expires(
            @Property(
                    value =
                            "A time from now, such as 30d, 1h30m or -1 (units y, M, w, d, h, m and s, in this order; seconds where"
                                    + " none is given; a time that has passed, and epoch, come with Cache-Control: no-cache); modified and"
                                    + " a time, from Last-Modified on; @ and a time of day, such as @15h30m; epoch; max, ten years; off."
                                    + " With the placeholders of set; where what comes is none of these, nothing changes.",
                    example = "\"modified +24h\"")
            String value,

            @Property(
                    value =
                            "Statuses of responses that are changed. None given: 200, 201, 204, 206, 301 to 304, 307 and 308.",
                    example = "[200]")
            List<StatusPattern> statuses) {

        /** Takes a copy. */
        public Expires {
            statuses = List.copyOf(statuses);
        }
    }

    /** The charset that Content-Type names. */
    public record Charset(
            @Property(
                    value =
                            "Name of the charset, with the placeholders of set; where it is empty or off, nothing changes.",
                    example = "utf-8")
            String name,

            @Property(
                    value =
                            "Media types that are given it, without parameters; * stands for one part. None given: text/html, text/xml,"
                                    + " text/plain, text/vnd.wap.wml, application/javascript and application/rss+xml.",
                    example = "[text/html, text/css]")
            List<String> types) {

        /** Takes a copy. */
        public Charset {
            types = List.copyOf(types);
        }
    }

    /** Takes copies, in the order of the document. */
    public ResponseHeadersConfig {
        remove = List.copyOf(remove);
        rename = copy(rename);
        replace = copy(replace);
        set = copy(set);
        setIfAbsent = copy(setIfAbsent);
        add = copy(add);
        append = copy(append);
        edits = List.copyOf(edits);
    }

    /** Changes of fields, whatever the status. */
    public ResponseHeadersConfig(
            List<String> remove,
            Map<String, String> rename,
            Map<String, String> replace,
            Map<String, String> set,
            Map<String, String> setIfAbsent,
            Map<String, String> add,
            Map<String, String> append) {
        this(remove, rename, replace, set, setIfAbsent, add, append, Optional.empty(), Optional.empty(), List.of());
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
