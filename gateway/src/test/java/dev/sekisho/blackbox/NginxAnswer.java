package dev.sekisho.blackbox;

import java.util.List;
import java.util.Optional;

/**
 * What came of a request.
 *
 * @param message the answer; empty where there was none
 * @param none why there was none
 * @param arrivals what services got meanwhile, in order
 */
record NginxAnswer(Optional<Message> message, String none, List<NginxServices.Arrival> arrivals) {

    /** On one line or more, for reports and records. */
    String told() {
        StringBuilder text = new StringBuilder(message.map(NginxAnswer::told).orElse(none));
        for (NginxServices.Arrival each : arrivals) {
            text.append("\n    > ")
                    .append(each.service())
                    .append(": ")
                    .append(each.request().startLine());
            text.append(" | ").append(String.join(" | ", each.request().fields()));
            if (each.request().body().length > 0) {
                text.append(" | body of ").append(each.request().body().length);
            }
        }
        return text.toString();
    }

    private static String told(Message message) {
        String body = message.text();
        String shown = body.length() > 200 ? body.substring(0, 200) + "... (" + body.length() + ")" : body;
        return message.startLine() + " | " + String.join(" | ", message.fields()) + "\n    "
                + shown.replace("\r", "\\r").replace("\n", "\\n") + (message.whole() ? "" : " (cut)");
    }
}
