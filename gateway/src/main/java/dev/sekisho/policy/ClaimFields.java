package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers by which the backend learns claims; a client's own fields of these names never pass. Immutable, thread-safe. */
public final class ClaimFields {

    /**
     * A field for the backend.
     *
     * @param name its name
     * @param value its value; not to be changed
     */
    public record Field(HeaderName name, byte[] value) {}

    private final Map<HeaderName, ClaimPath> claims;
    private final Optional<HeaderName> payload;
    private final GuardedFields guarded;

    private ClaimFields(Map<HeaderName, ClaimPath> claims, Optional<HeaderName> payload) {
        this.claims = claims;
        this.payload = payload;
        List<HeaderName> names = new ArrayList<>(claims.keySet());
        payload.ifPresent(names::add);
        this.guarded = new GuardedFields(names);
    }

    /**
     * Those of settings.
     *
     * @param user whether the backend learns sub, email and roles
     * @param rolesClaim claim that holds roles
     * @param more further fields, each with its claim
     * @param whole field that holds all claims as they stand in the token
     * @throws IllegalArgumentException where a name may not be set
     */
    public static ClaimFields of(boolean user, String rolesClaim, Map<String, String> more, Optional<String> whole) {
        Map<HeaderName, ClaimPath> claims = new LinkedHashMap<>();
        if (user) {
            claims.put(HeaderName.of("X-User-ID"), ClaimPath.of("userHeaders", "sub"));
            claims.put(HeaderName.of("X-User-Email"), ClaimPath.of("userHeaders", "email"));
            claims.put(HeaderName.of("X-User-Roles"), ClaimPath.of("rolesClaim", rolesClaim));
        }
        more.forEach((name, claim) -> claims.put(
                FieldNames.changeable("claimHeaders", name, Head.REQUEST), ClaimPath.of("claimHeaders", claim)));
        return new ClaimFields(
                claims, whole.map(name -> FieldNames.changeable("outputPayloadToHeader", name, Head.REQUEST)));
    }

    /**
     * The fields for a token.
     *
     * @param own its claims
     * @param whole the claims as they stand in the token; not to be changed
     */
    public List<Field> of(Map<String, Object> own, byte[] whole) {
        List<Field> fields = new ArrayList<>();
        claims.forEach((name, path) -> {
            String value = path.field(own);
            if (!value.isEmpty()) {
                fields.add(new Field(name, Ascii.bytes(value)));
            }
        });
        payload.ifPresent(name -> fields.add(new Field(name, whole)));
        return List.copyOf(fields);
    }

    /** Removes what a client sent under the names. */
    public void strip(Headers request) {
        guarded.strip(request);
    }

    /** Sets fields. */
    public static void set(Headers request, List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            request.set(fields.get(i).name(), fields.get(i).value());
        }
    }
}
