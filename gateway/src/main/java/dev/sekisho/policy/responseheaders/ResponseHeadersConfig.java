package dev.sekisho.policy.responseheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the {@code response-headers} policy. */
public record ResponseHeadersConfig(
        @Property(value = "Names of fields to remove.", example = "[Server, X-Powered-By]")
        List<String> remove,

        @Property(
                value =
                        "Fields to rename, old name to new name. Where the old name is present, its values replace those of the new name.",
                example = "{ X-Served-In: Server-Timing }")
        Map<String, String> rename,

        @Property(
                value =
                        "Fields to set, name to value, in place of all fields of that name. A value may hold {clientAddress}, {requestId}, {host} and {path} of the request.",
                example = "{ X-Content-Type-Options: nosniff }")
        Map<String, String> set,

        @Property(
                value = "Fields to set where the response has none of that name, with the placeholders of set.",
                example = "{ Cache-Control: no-store }")
        Map<String, String> setIfAbsent,

        @Property(
                value = "Fields to add behind those of the same name, name to value, with the placeholders of set.",
                example = "{ Link: \"</style.css>; rel=preload\" }")
        Map<String, String> add) {

    /** Takes copies, in the order of the document. */
    public ResponseHeadersConfig {
        remove = List.copyOf(remove);
        rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        setIfAbsent = Collections.unmodifiableMap(new LinkedHashMap<>(setIfAbsent));
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
    }
}
