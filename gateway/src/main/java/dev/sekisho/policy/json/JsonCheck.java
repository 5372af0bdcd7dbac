package dev.sekisho.policy.json;

import dev.sekisho.policy.json.JsonFault.Kind;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Whether a text is one JSON value in which nothing is doubtful: whole, in UTF-8, no name twice, not deep. Reads token by token and keeps
 * none; holds the names of the objects that are open. Thread-safe.
 */
public final class JsonCheck {

    /** Deepest nesting that is taken. */
    public static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE) // numbers stay text, of any length that the body has
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonCheck() {}

    /**
     * Checks it.
     *
     * @throws JsonFault where it is something else
     */
    public static void check(byte[] text) throws JsonFault {
        checkEncoding(text);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new JsonFault(Kind.MALFORMED, 1, 1);
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw fault(Kind.MALFORMED, parser.currentTokenLocation());
            }
        } catch (StreamConstraintsException e) {
            throw fault(
                    String.valueOf(e.getMessage()).contains("nesting depth") ? Kind.TOO_DEEP : Kind.MALFORMED,
                    e.getLocation());
        } catch (JacksonException e) {
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate Object property");
            throw fault(twice ? Kind.DUPLICATE : Kind.MALFORMED, e.getLocation());
        }
    }

    /** The parser would take other encodings and a mark before the text, which RFC 8259 section 8.1 rules out. */
    private static void checkEncoding(byte[] text) throws JsonFault {
        for (int i = 0; i < Math.min(4, text.length); i++) {
            if (text[i] == 0 || (i == 0 && (text[i] & 0xFF) >= 0xEF)) {
                throw new JsonFault(Kind.MALFORMED, 1, i + 1);
            }
        }
        if (!ByteBufUtil.isText(Unpooled.wrappedBuffer(text), StandardCharsets.UTF_8)) {
            throw new JsonFault(Kind.MALFORMED, 1, 1);
        }
    }

    private static JsonFault fault(Kind kind, TokenStreamLocation where) {
        boolean known = where != null && where.getLineNr() > 0;
        return new JsonFault(kind, known ? where.getLineNr() : 1, known ? Math.max(1, where.getColumnNr()) : 1);
    }
}
