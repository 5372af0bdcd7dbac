package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers by which the backend learns claims. A client's own fields of these names never pass, in no spelling that some
 * server takes for the same name. Immutable, thread-safe.
 */
final class ClaimFields {

    /** A field for the backend. */
    record Field(HeaderName name, byte[] value) {}

    private final Map<HeaderName, ClaimPath> claims;
    private final Optional<HeaderName> payload;
    private final byte[][] guarded; // names in lower case with hyphens that the gateway does not guard everywhere

    private ClaimFields(Map<HeaderName, ClaimPath> claims, Optional<HeaderName> payload) {
        this.claims = claims;
        this.payload = payload;
        List<byte[]> names = new ArrayList<>();
        claims.keySet().forEach(name -> guard(name, names));
        payload.ifPresent(name -> guard(name, names));
        this.guarded = names.toArray(byte[][]::new);
    }

    private static void guard(HeaderName name, List<byte[]> names) {
        if (name.role() != FieldRole.IDENTITY) { // those are gone before any policy runs
            names.add(Ascii.bytes(folded(name.toString())));
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    /**
     * Those of the settings.
     *
     * @throws IllegalArgumentException where a name may not be set
     */
    static ClaimFields of(JwtConfig config) {
        Map<HeaderName, ClaimPath> claims = new LinkedHashMap<>();
        if (config.userHeaders()) {
            claims.put(HeaderName.of("X-User-ID"), ClaimPath.of("userHeaders", "sub"));
            claims.put(HeaderName.of("X-User-Email"), ClaimPath.of("userHeaders", "email"));
            claims.put(HeaderName.of("X-User-Roles"), ClaimPath.of("rolesClaim", config.rolesClaim()));
        }
        config.claimHeaders()
                .forEach((name, claim) -> claims.put(
                        FieldNames.changeable("claimHeaders", name, Head.REQUEST),
                        ClaimPath.of("claimHeaders", claim)));
        return new ClaimFields(
                claims,
                config.outputPayloadToHeader()
                        .map(name -> FieldNames.changeable("outputPayloadToHeader", name, Head.REQUEST)));
    }

    /** The fields for a token. */
    List<Field> of(CompactToken token) {
        List<Field> fields = new ArrayList<>();
        claims.forEach((name, path) -> {
            String value = path.field(token.claims());
            if (!value.isEmpty()) {
                fields.add(new Field(name, Ascii.bytes(value)));
            }
        });
        payload.ifPresent(name -> fields.add(new Field(name, token.payload())));
        return List.copyOf(fields);
    }

    /** Removes what a client sent under the names. */
    void strip(Headers request) {
        if (guarded.length == 0) {
            return;
        }
        for (int i = 0, count = request.count(); i < count; i++) {
            for (byte[] name : guarded) {
                if (spells(request.bytes(), request.nameStart(i), request.nameEnd(i), name)) {
                    request.remove(i);
                }
            }
        }
    }

    private static boolean spells(byte[] bytes, int start, int end, byte[] name) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            byte c = Ascii.lower(bytes[start + i]);
            if ((c == '_' || c == '.' ? '-' : c) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Sets fields. */
    static void set(Headers request, List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            request.set(fields.get(i).name(), fields.get(i).value());
        }
    }
}
