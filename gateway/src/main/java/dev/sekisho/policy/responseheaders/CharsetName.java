package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Charset;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names a charset in the Content-Type of some types, where none is named, as nginx's
 * <a href="https://nginx.org/en/docs/http/ngx_http_charset_module.html">charset</a> does. Immutable, thread-safe.
 */
record CharsetName(FieldValue name, MediaTypes types) {

    private static final byte[] PARAMETER = Ascii.bytes("charset=");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$%&'+^_`~.:-]{0,63}");
    private static final List<String> USUAL = List.of(
            "text/html", "text/xml", "text/plain", "text/vnd.wap.wml", "application/javascript", "application/rss+xml");

    /** As settings say; throws {@link IllegalArgumentException} where the name can never be one. */
    static CharsetName of(Charset charset) {
        FieldValue name = FieldValue.parse("charset.name", charset.name(), Head.RESPONSE);
        if (name.isFixed() && !FORM.matcher(charset.name()).matches()) {
            throw new IllegalArgumentException("charset.name: " + FieldNames.printable(charset.name())
                    + " (expected: the name of a charset, such as utf-8)");
        }
        List<String> types = charset.types().isEmpty() ? USUAL : charset.types();
        return new CharsetName(name, MediaTypes.of("charset.types", types));
    }

    void apply(Exchange x) {
        Headers headers = x.response().headers();
        if (!types.cover(headers) || isNamed(headers)) {
            return;
        }
        String charset = name.text(x);
        if (charset.equals("off") || !FORM.matcher(charset).matches()) {
            return;
        }
        headers.set(
                HeaderName.CONTENT_TYPE, headers.get(HeaderName.CONTENT_TYPE).orElse("") + "; charset=" + charset);
    }

    private static boolean isNamed(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        byte[] bytes = headers.bytes();
        int end = headers.valueEnd(field);
        for (int i = headers.valueStart(field); i + PARAMETER.length <= end; i++) {
            if (Ascii.equalsLower(bytes, i, i + PARAMETER.length, PARAMETER)) {
                return true;
            }
        }
        return false;
    }
}
