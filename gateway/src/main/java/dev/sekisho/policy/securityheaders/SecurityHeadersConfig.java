package dev.sekisho.policy.securityheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the {@code security-headers} policy. */
public record SecurityHeadersConfig(
        @Property(
                value =
                        "Fields to begin with: web for pages, api for answers that no browser shows, none for those of headers alone.",
                defaultValue = "web")
        Preset preset,

        @Property(
                value =
                        "Fields by name, beside those of the preset or in place of them. Strict-Transport-Security is sent over TLS only.",
                example = "{ X-Frame-Options: DENY }")
        Map<String, String> headers,

        @Property(value = "Fields of the preset that are left out.", example = "[Permissions-Policy]")
        List<String> omit,

        @Property(
                value =
                        "Whether a preset of web sends a Content-Security-Policy that allows content of the own origin only, in place of one against framing alone. Pages with inline scripts or foreign content break under it.",
                defaultValue = "false")
        boolean strictContent,

        @Property(
                value = "Whether answers say Cache-Control: no-store, in place of whatever the backend says.",
                defaultValue = "false")
        boolean noStore,

        @Property(
                value =
                        "What becomes of a field that the answer has already: it stays (absent), or is replaced (always).",
                defaultValue = "absent")
        Override override,

        @Property(
                value =
                        "Fields that are taken out of each answer. None given: Server, X-Powered-By, X-AspNet-Version and X-AspNetMvc-Version.",
                example = "[Server, X-Powered-By, X-Runtime]")
        List<String> remove,

        @Property(value = "Whether fields are taken out of answers.", defaultValue = "true")
        boolean hideServer) {

    /** Takes copies, in the order of the document. */
    public SecurityHeadersConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        omit = List.copyOf(omit);
        remove = List.copyOf(remove);
    }

    /** Fields to begin with. */
    public enum Preset {
        /** For pages of a browser. */
        WEB,
        /** For answers that no browser shows. */
        API,
        /** No fields. */
        NONE
    }

    /** What becomes of a field that the answer has already. */
    public enum Override {
        /** It stays. */
        ABSENT,
        /** It is replaced. */
        ALWAYS
    }
}
