package dev.sekisho.policy.requestheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the {@code request-headers} policy. */
public record RequestHeadersConfig(
        @Property(
                value = "Names of fields to remove; a star at the end stands for any rest.",
                example = "[X-Debug, X-Internal-*]")
        List<String> remove,

        @Property(
                value = "Fields to rename, old name to new name. Where the old name is present, its values replace"
                        + " those of the new name.",
                example = "{ X-Api-Token: X-Service-Token }")
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
                                + " {cookie.NAME} of the request; {route} and {service}; of the client's certificate"
                                + " {certificateSubject}, {certificateName}, {certificateDns}, {certificateSpiffe} and"
                                + " {certificateFingerprint}; of the client that a policy knows {consumer}, {subject},"
                                + " {plan}, {groups}, {scopes}, {authMethod}, {credential} and {claim.NAME}; {var.NAME},"
                                + " a variable, and {capture.1}, a group of the last expression that matched in one or in steps.",
                example = "{ X-Gateway: sekisho }")
        Map<String, String> set,

        @Property(
                value = "Fields to set where there is none of that name, with the placeholders of set.",
                example = "{ Accept-Language: en }")
        Map<String, String> setIfAbsent,

        @Property(
                value = "Fields to add behind those of the same name, name to value, with the placeholders of set.",
                example = "{ X-Seen-By: sekisho }")
        Map<String, String> add,

        @Property(
                value = "Values to append to the last field of that name, with a comma between; a field of its own"
                        + " where there is none. With the placeholders of set.",
                example = "{ Cache-Control: no-transform }")
        Map<String, String> append,

        @Property(
                value =
                        "Fields whose values are all found before anything is changed, with the placeholders of set: each then takes"
                                + " the place of all fields of its name, and where it is empty, none is left. May name X-Request-ID, which"
                                + " is the id of logs then no longer, unless it is {requestId}.",
                example = "{ X-Real-IP: \"{clientAddress}\", Accept-Encoding: \"\" }")
        Map<String, String> assign,

        @Property(
                value =
                        "Whether all fields that the client sent go first, but for Host, those of the body, and those that the"
                                + " gateway answers for.",
                defaultValue = "false")
        boolean clear,

        @Property(
                value =
                        "Which names of fields pass: any, hyphens (letters, digits and hyphens only) or underscores (those and"
                                + " underscores).",
                defaultValue = "any")
        Names names,

        @Property(
                value =
                        "What becomes of the wish to switch to another protocol, such as WebSocket, by Connection and Upgrade of"
                                + " HTTP/1.1: keep, or drop, which makes it a request as any other.",
                defaultValue = "keep")
        Upgrade upgrade,

        @Property(
                value =
                        "Who answers a client that sends Expect: 100-continue and waits with its body: pass leaves it to the"
                                + " backend, answer tells the client at once to go on, and the backend does not see the field.",
                defaultValue = "pass")
        Expect expect) {

    /** Who answers Expect: 100-continue (RFC 9110 section 10.1.1). */
    public enum Expect {
        /** The backend. */
        PASS,
        /** The gateway. */
        ANSWER
    }

    /** Which names of fields pass. */
    public enum Names {
        /** All. */
        ANY,
        /** Those of letters, digits and hyphens. */
        HYPHENS,
        /** Those of letters, digits, hyphens and underscores. */
        UNDERSCORES
    }

    /** What becomes of the wish to switch protocols. */
    public enum Upgrade {
        /** It passes. */
        KEEP,
        /** It goes. */
        DROP
    }

    /** Takes copies, in the order of the document. */
    public RequestHeadersConfig {
        remove = List.copyOf(remove);
        rename = copy(rename);
        replace = copy(replace);
        set = copy(set);
        setIfAbsent = copy(setIfAbsent);
        add = copy(add);
        append = copy(append);
        assign = copy(assign);
    }

    /** Changes of single fields. */
    public RequestHeadersConfig(
            List<String> remove,
            Map<String, String> rename,
            Map<String, String> replace,
            Map<String, String> set,
            Map<String, String> setIfAbsent,
            Map<String, String> add,
            Map<String, String> append) {
        this(
                remove,
                rename,
                replace,
                set,
                setIfAbsent,
                add,
                append,
                Map.of(),
                false,
                Names.ANY,
                Upgrade.KEEP,
                Expect.PASS);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
