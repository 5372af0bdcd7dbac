package dev.sekisho.policy.requestheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the {@code request-headers} policy. */
public record RequestHeadersConfig(
        @Property(value = "Names of fields to remove.", example = "[X-Debug]")
        List<String> remove,

        @Property(
                value =
                        "Fields to rename, old name to new name. Where the old name is present, its values replace those of the new name.",
                example = "{ X-Api-Token: X-Service-Token }")
        Map<String, String> rename,

        @Property(
                value =
                        "Fields to set, name to value, in place of all fields of that name. A value may hold {clientAddress}, {requestId}, {host}, {path}, and of the client's certificate {certificateSubject}, {certificateName}, {certificateDns}, {certificateSpiffe} and {certificateFingerprint}; of the client that a policy knows {consumer}, {subject}, {plan}, {groups}, {scopes}, {authMethod}, {credential} and {claim.NAME}.",
                example = "{ X-Gateway: sekisho }")
        Map<String, String> set,

        @Property(
                value = "Fields to add behind those of the same name, name to value, with the placeholders of set.",
                example = "{ X-Seen-By: sekisho }")
        Map<String, String> add) {

    /** Takes copies, in the order of the document. */
    public RequestHeadersConfig {
        remove = List.copyOf(remove);
        rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
    }
}
