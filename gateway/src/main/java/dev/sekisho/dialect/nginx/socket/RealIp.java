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
    private static final int MAPPED = 96; // bits in front of an IPv4 address in an IPv6 one, RFC 4291 section 2.5.5.2
    private static final Duration HEADER = Duration.ofSeconds(5);

    private final Notes notes;
    private final boolean requestIds;

    /** For a translation. */
    public RealIp(Notes notes) {
        this(notes, false);
    }

    /**
     * For a translation.
     *
     * @param requestIds whether requests have the ids that their clients have given them
     */
    RealIp(Notes notes, boolean requestIds) {
        this.notes = notes;
        this.requestIds = requestIds;
    }

    /** Peers whose field is believed; none where it is the PROXY protocol's header that is. */
    List<Cidr> trusted(Settings settings) {
        return isProxyProtocol(settings) ? List.of() : networks(settings);
    }

    /** Which field is believed; none of it is told to upstreams, unless the configuration sets it. */
    ForwardedFields fields(Settings settings) {
        String name = settings.text("real_ip_header");
        boolean field = !isProxyProtocol(settings) && !networks(settings).isEmpty() && isField(settings, name);
        return new ForwardedFields(
                field ? name : "X-Forwarded-For", settings.isOn("real_ip_recursive"), false, true, requestIds);
    }

    private boolean isField(Settings settings, String name) {
        boolean field = name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        if (!field) {
            settings.one("real_ip_header")
                    .ifPresent(each -> notes.notHonoured(each, "no name of a field (RFC 9110 section 5.1)", ""));
        }
        return field;
    }

    /** The PROXY protocol of an address where {@code listen} asks for it: headers of others than the trusted change nothing. */
    Optional<ProxyProtocol> proxyProtocol(Settings settings, boolean asked) {
        return asked
                ? Optional.of(header(isProxyProtocol(settings) ? networks(settings) : List.of(), HEADER))
                : Optional.empty();
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
            Optional<Cidr> network = network(text);
            if (network.isPresent()) {
                all.add(network.get());
            } else if (text.equals("unix:")) {
                notes.noEffect(directive, "no client comes by a socket of the file system");
            } else {
                notes.notHonoured(directive, "names are not looked up for this", "write the addresses");
            }
        }
        return List.copyOf(all);
    }

    /** The network of a text, whose bits behind its prefix mean nothing, as nginx says; nothing where it is none. */
    public static Optional<Cidr> network(String text) {
        if (!Networks.isNetwork(text)) {
            return Optional.empty();
        }
        try {
            int slash = text.indexOf('/');
            return Optional.of(
                    slash < 0 ? Cidr.parse(text) : network(text.substring(0, slash), text.substring(slash + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // such as 0010.0.0.1
        }
    }

    private static Cidr network(String text, String bits) {
        byte[] address = Cidr.parse(text).first();
        boolean mapped = address.length == 4 && text.indexOf(':') >= 0;
        int prefix = Math.max(0, Amounts.number(bits, 0, 128, 0) - (mapped ? MAPPED : 0));
        for (int bit = prefix; bit < address.length * 8; bit++) {
            address[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return Cidr.parse(literal(address) + "/" + prefix);
    }

    private static String literal(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "."
                    + (address[3] & 0xFF);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < address.length; i += 2) {
            text.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString((address[i] & 0xFF) << 8 | address[i + 1] & 0xFF));
        }
        return text.toString();
    }
}
