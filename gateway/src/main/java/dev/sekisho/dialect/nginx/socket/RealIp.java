package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Networks;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.ForwardedFields;
import dev.sekisho.model.ProxyProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose word on the client's address is taken, by the realip module's directives. Belongs to one translation. */
public final class RealIp {

    private static final String PROXY_PROTOCOL = "proxy_protocol";
    private static final Duration HEADER = Duration.ofSeconds(5);

    private final Notes notes;

    /** For a translation. */
    public RealIp(Notes notes) {
        this.notes = notes;
    }

    /** Peers whose field is believed; none where it is the PROXY protocol's header that is. */
    List<Cidr> trusted(Settings settings) {
        return isProxyProtocol(settings) ? List.of() : networks(settings);
    }

    /** Which field is believed; none of it is told to upstreams, unless the configuration sets it. */
    ForwardedFields fields(Settings settings) {
        String name = settings.text("real_ip_header");
        boolean field = !isProxyProtocol(settings) && !networks(settings).isEmpty();
        return new ForwardedFields(field ? name : "X-Forwarded-For", settings.isOn("real_ip_recursive"), false, true);
    }

    /** The PROXY protocol of an address where {@code listen} asks for it: headers of others than the trusted change nothing. */
    Optional<ProxyProtocol> proxyProtocol(Settings settings, boolean asked) {
        return asked ? Optional.of(header(isProxyProtocol(settings) ? networks(settings) : List.of(), HEADER)) : Optional.empty();
    }

    /** Every connection begins with a header, which is believed of some peers. */
    public static ProxyProtocol header(List<Cidr> trusted, Duration timeout) {
        return new ProxyProtocol(trusted, true, timeout, true);
    }

    private static boolean isProxyProtocol(Settings settings) {
        return settings.text("real_ip_header").toLowerCase(Locale.ROOT).equals(PROXY_PROTOCOL);
    }

    /** The addresses of {@code set_real_ip_from}. */
    public List<Cidr> networks(Settings settings) {
        List<Cidr> all = new ArrayList<>();
        for (Directive directive : settings.all("set_real_ip_from")) {
            String text = directive.arg(0);
            if (Networks.isNetwork(text)) {
                all.add(network(text));
            } else if (text.equals("unix:")) {
                notes.noEffect(directive, "no client comes by a socket of the file system");
            } else {
                notes.notHonoured(directive, "names are not looked up for this", "write the addresses");
            }
        }
        return List.copyOf(all);
    }

    /** The network of a text; bits behind its prefix mean nothing, as nginx says. */
    public static Cidr network(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Cidr.parse(text);
        }
        byte[] address = Cidr.parse(text.substring(0, slash)).first();
        int prefix = Amounts.number(text.substring(slash + 1), 0, address.length * 8, 0);
        for (int bit = prefix; bit < address.length * 8; bit++) {
            address[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return Cidr.parse(literal(address) + "/" + prefix);
    }

    private static String literal(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "." + (address[3] & 0xFF);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < address.length; i += 2) {
            text.append(i == 0 ? "" : ":").append(Integer.toHexString((address[i] & 0xFF) << 8 | address[i + 1] & 0xFF));
        }
        return text.toString();
    }
}
