package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Cidr;
import dev.sekisho.policy.ip.IpConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code allow} and {@code deny}: the first that names the address decides; where none does, it may ask. */
final class AddressRules {

    private static final int FORBIDDEN = 403;
    private static final List<Cidr> EVERYBODY = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

    private final Notes notes;

    /** A rule, or several in a row that say the same. */
    private record Step(boolean allows, boolean all, List<Cidr> blocks) {

        IpConfig.Rule rule() {
            return new IpConfig.Rule(allows ? blocks : List.of(), allows ? List.of() : blocks);
        }
    }

    AddressRules(Notes notes) {
        this.notes = notes;
    }

    /**
     * The policy; nothing where all may ask.
     *
     * @param any whether it is one way of several, of which one will do: then only those count whom a rule allows; nothing where none
     *     does
     */
    Optional<Way> of(Place place, boolean any) {
        List<Directive> rules = place.settings().all("allow");
        List<Step> steps = steps(place, rules);
        if (any) {
            if (steps.stream().noneMatch(Step::allows)) {
                return Optional.empty();
            }
            if (!steps.getLast().all()) {
                steps.add(new Step(false, true, EVERYBODY));
            }
        }
        boolean open = steps.stream().allMatch(Step::allows);
        return open && !any
                ? Optional.empty()
                : Optional.of(new Way("ip", config(steps), rules.getFirst().at()));
    }

    private List<Step> steps(Place place, List<Directive> rules) {
        List<Step> steps = new ArrayList<>();
        for (Directive rule : rules) {
            boolean allows = rule.name().equals("allow");
            String text = rule.arg(0);
            if (text.equals("all")) {
                steps.add(new Step(allows, true, EVERYBODY));
                return steps; // nothing behind it is ever asked
            }
            List<Cidr> blocks = blocks(place, rule, text);
            if (blocks.isEmpty()) {
                continue;
            }
            if (!steps.isEmpty() && steps.getLast().allows() == allows) {
                List<Cidr> both = new ArrayList<>(steps.removeLast().blocks());
                both.addAll(blocks);
                steps.add(new Step(allows, false, both));
            } else {
                steps.add(new Step(allows, false, blocks));
            }
        }
        return steps;
    }

    /** In the plain form where that says the same. */
    private static IpConfig config(List<Step> steps) {
        boolean closed = steps.getLast().all() && !steps.getLast().allows();
        boolean opened = steps.getLast().all() && steps.getLast().allows();
        List<Step> rest = steps.getLast().all() ? steps.subList(0, steps.size() - 1) : steps;
        if (closed && rest.size() == 1 && rest.getFirst().allows()) {
            return new IpConfig(rest.getFirst().blocks(), List.of(), FORBIDDEN);
        }
        if (closed && rest.size() == 2 && rest.getLast().allows()) {
            return new IpConfig(rest.getLast().blocks(), rest.getFirst().blocks(), FORBIDDEN);
        }
        if (closed && rest.isEmpty()) {
            return new IpConfig(List.of(), EVERYBODY, FORBIDDEN);
        }
        if (!closed && rest.size() == 1 && !rest.getFirst().allows()) {
            return new IpConfig(List.of(), rest.getFirst().blocks(), FORBIDDEN);
        }
        List<Step> asked = opened ? rest : steps; // where no rule names it, it may ask anyway
        return IpConfig.ordered(asked.stream().map(Step::rule).toList(), FORBIDDEN);
    }

    private List<Cidr> blocks(Place place, Directive rule, String text) {
        if (text.equals("unix:")) {
            boolean listens = place.server().listens().stream()
                    .map(Listen::directive)
                    .anyMatch(listen -> listen.arg(0).startsWith("unix:"));
            if (listens) {
                notes.notHonoured(rule, "is not honoured: clients of Unix sockets have no address here", "remove it");
            } else {
                notes.noEffect(rule, "has no effect, since the server does not listen on a Unix socket");
            }
            return List.of();
        }
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = bytes(address);
        if (bytes.length == 0 || (address.contains(":") && bytes.length == 4)) {
            notes.notHonoured(
                    rule,
                    "names an address in a form that is not read here",
                    "write it in its usual form, IPv4 with dots");
            return List.of();
        }
        int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
        return List.of(block(bytes, bits));
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Bits behind the prefix do not count; nginx warns of them. */
    private static Cidr block(byte[] bytes, int bits) {
        byte[] network = bytes.clone();
        for (int bit = bits; bit < network.length * 8; bit++) {
            network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return Cidr.parse(InetAddress.getByAddress(network).getHostAddress() + "/" + bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // of 4 or 16 bytes
        }
    }
}
