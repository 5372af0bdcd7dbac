package dev.sekisho.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON objects in which nothing is doubtful: whole, in UTF-8, no name twice (RFC 7515 section 4, RFC 7519 section 4), not deep.
 * A member that is null counts as absent. Thread-safe.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_DIGITS = 50;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Reads an object; it cannot be changed, nor what it holds.
     *
     * @throws BadToken where the bytes are something else
     */
    public static Map<String, Object> object(byte[] bytes) throws BadToken {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Map<String, Object> read = JSON.readValue(text, OBJECT);
            if (read == null) {
                throw BadToken.invalid("null in place of a JSON object");
            }
            return members(read);
        } catch (CharacterCodingException e) {
            throw BadToken.invalid("text that is no UTF-8");
        } catch (JacksonException e) {
            throw BadToken.invalid("no JSON object, or one with a name twice");
        }
    }

    private static Map<String, Object> members(Map<?, ?> read) {
        Map<String, Object> members = new LinkedHashMap<>();
        read.forEach((name, value) -> {
            if (value != null) {
                members.put(String.valueOf(name), value(value));
            }
        });
        return Collections.unmodifiableMap(members);
    }

    private static Object value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> members(map);
            case List<?> list -> list(list);
            default -> value;
        };
    }

    private static List<Object> list(List<?> read) {
        List<Object> elements = new ArrayList<>();
        for (Object element : read) {
            if (element != null) {
                elements.add(value(element));
            }
        }
        return Collections.unmodifiableList(elements);
    }
}
