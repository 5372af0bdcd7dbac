package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import java.util.List;

/** Where nginx sends clients: with {@code absolute_redirect}, to a whole URL (its module core). */
final class Redirects {

    private Redirects() {}

    /** The location for a path, which may hold placeholders. */
    static String absolute(Place place, String path) {
        boolean absolute = !place.settings().text("absolute_redirect").equalsIgnoreCase("off");
        if (!absolute) {
            return path;
        }
        boolean named = place.settings().isOn("server_name_in_redirect");
        String host = named ? place.requestText("$server_name", place.at()) : "{host}";
        return "{scheme}://" + host + port(place) + path;
    }

    /** The port of the listener, unless it is that of the scheme. */
    private static String port(Place place) {
        if (place.settings().text("port_in_redirect").equalsIgnoreCase("off")) {
            return "";
        }
        List<String> ports = place.server().listens().stream()
                .map(Redirects::port)
                .distinct()
                .toList();
        if (ports.size() > 1 && !ports.contains("")) {
            return ":{listenerPort}";
        }
        if (ports.size() > 1) {
            place.in()
                    .report()
                    .add(
                            DraftKinds.DIFFERS,
                            place.server().directive().at(),
                            "server: it listens on usual and unusual ports, and redirects to paths lead to the usual one",
                            "make a server for each port, or write port_in_redirect off");
        }
        return ports.size() == 1 ? ports.getFirst() : "";
    }

    private static String port(Listen listen) {
        String address = listen.address().addresses().stream().findFirst().orElse("");
        int port = address.lastIndexOf(':') < 0 ? 80 : number(address.substring(address.lastIndexOf(':') + 1));
        return port == (listen.isSecure() ? 443 : 80) || port == 0 ? "" : ":" + port;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
}
