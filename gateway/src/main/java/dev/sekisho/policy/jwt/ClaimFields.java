package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.GuardedFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers by which the backend learns claims; a client's own fields of these names never pass. Immutable, thread-safe. */
final class ClaimFields {

    /** A field for the backend. */
    record Field(HeaderName name, byte[] value) {}

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
            List<String> texts = path.texts(token.claims());
            boolean list = path.find(token.claims()).orElse("") instanceof List;
            String value = texts.size() == 1 && !list
                    ? escape(texts.getFirst(), false)
                    : String.join(
                            ",", texts.stream().map(text -> escape(text, true)).toList());
            if (!value.isEmpty()) {
                fields.add(new Field(name, Ascii.bytes(value)));
            }
        });
        payload.ifPresent(name -> fields.add(new Field(name, token.payload())));
        return List.copyOf(fields);
    }

    /** Percent-escapes what is no printable ASCII, the percent sign, and in lists the comma. */
    private static String escape(String text, boolean element) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7F || b == '%' || (element && b == ',')) { // negative beyond ASCII
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString().strip();
    }

    /** Removes what a client sent under the names. */
    void strip(Headers request) {
        guarded.strip(request);
    }

    /** Sets fields. */
    static void set(Headers request, List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            request.set(fields.get(i).name(), fields.get(i).value());
        }
    }
}
