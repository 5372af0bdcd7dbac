package dev.sekisho.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes nginx's answers to the cases of a topic, for who reads or writes cases. */
final class NginxRecord {

    private static final Path FOLDER = Path.of("target/nginx-corpus");

    private NginxRecord() {}

    static void write(String topic, Map<NginxCase, List<NginxAnswer>> answers, List<NginxPlace> places)
            throws IOException {
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (Map.Entry<NginxCase, List<NginxAnswer>> each : answers.entrySet()) {
            List<NginxRequest> requests = NginxPrograms.repeated(each.getKey());
            text.append("=== ").append(each.getKey().name()).append('\n');
            for (int i = 0; i < requests.size(); i++) {
                text.append(requests.get(i).title()).append("\n    ");
                text.append(each.getValue().get(i).told()).append('\n');
            }
            for (String log : each.getKey().logs()) {
                List<String> lines = places.get(index).log(NginxPlace.NGINX, log);
                text.append(log).append(":\n").append(String.join("\n", lines)).append('\n');
            }
            index++;
        }
        Files.writeString(Files.createDirectories(FOLDER).resolve(topic + ".txt"), text);
    }
}
