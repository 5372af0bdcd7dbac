package dev.sekisho.policy.responseheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<String, String> append) {

    /** Takes copies, in the order of the document. */
    public ResponseHeadersConfig {
        remove = List.copyOf(remove);
        rename = copy(rename);
        replace = copy(replace);
        set = copy(set);
        setIfAbsent = copy(setIfAbsent);
        add = copy(add);
        append = copy(append);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
