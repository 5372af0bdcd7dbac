package dev.sekisho.dataplane.files;

import dev.sekisho.dataplane.JsonLine;
import dev.sekisho.dataplane.MarkupText;
import dev.sekisho.dataplane.PercentText;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.dataplane.files.FileResult.Item;
import dev.sekisho.dataplane.files.FileResult.Listed;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names in a directory as a text. Names are escaped, so that none becomes markup or another member. Thread-safe. */
final class Listing {

    private Listing() {}

    /** A page. */
    static String html(Listed listed) {
        String title = "Index of " + MarkupText.of(listed.path());
        StringBuilder page = new StringBuilder(512)
                .append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append("</title></head><body>\n<h1>")
                .append(title)
                .append("</h1>\n<ul>\n");
        if (!listed.path().equals("/")) {
            page.append("<li><a href=\"../\">../</a></li>\n");
        }
        for (Item item : listed.items()) {
            String slash = item.directory() ? "/" : "";
            page.append("<li><a href=\"./")
                    .append(PercentText.of(item.name()))
                    .append(slash)
                    .append("\">");
            page.append(MarkupText.of(item.name())).append(slash).append("</a> ");
            page.append(item.directory() ? "" : item.length() + " bytes, ");
            page.append(HttpTime.format(item.modified())).append("</li>\n");
        }
        return page.append("</ul>\n</body></html>\n").toString();
    }

    /** An array with a line for each name. */
    static String json(Listed listed) {
        StringBuilder text = new StringBuilder("[");
        String between = "\n";
        for (Item item : listed.items()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", item.name());
            line.put("type", item.directory() ? "directory" : "file");
            line.put("mtime", HttpTime.format(item.modified()));
            if (!item.directory()) {
                line.put("size", item.length());
            }
            text.append(between).append(JsonLine.of(line));
            between = ",\n";
        }
        return text.append("\n]\n").toString();
    }
}
