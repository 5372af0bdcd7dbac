package dev.sekisho.telemetry.shadow;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.upstream.traffic.CapturedAnswer;
import java.nio.charset.StandardCharsets;

/** Captured answers for tests. */
final class Answers {

    private Answers() {}

    static CapturedAnswer json(String body, String... fields) {
        return of(200, body.getBytes(StandardCharsets.UTF_8), with("Content-Type: application/json", fields));
    }

    private static String[] with(String first, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    static CapturedAnswer of(int status, byte[] body, String... fields) {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(status);
        for (String field : fields) {
            int colon = field.indexOf(':');
            head.headers()
                    .add(
                            HeaderName.of(field.substring(0, colon)),
                            field.substring(colon + 1).strip());
        }
        return new CapturedAnswer(head, body);
    }
}
