package dev.sekisho.policy.variables;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Variables;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Lookup;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.util.ArrayList;
import java.util.List;

/** The value of the smallest block that holds an address. Immutable, thread-safe. */
final class GeoRule implements Variables.Rule {

    private static final String CLIENT = "{clientAddress}";
    private static final int LONGEST = 45; // characters of an address

    private final FieldValue from;
    private final boolean client;
    private final AddressTable table = new AddressTable();
    private final List<FieldValue> values = new ArrayList<>();
    private final FieldValue otherwise;

    private GeoRule(Lookup.GeoLookup settings) {
        this.from = VariableRules.text("geo.from", settings.from());
        this.client = settings.from().equals(CLIENT);
        this.otherwise =
                VariableRules.text("geo.otherwise", settings.otherwise().orElse(""));
        settings.networks().forEach((network, text) -> {
            String setting = "geo.networks." + FieldNames.printable(network);
            values.add(VariableRules.text(setting, text));
            try {
                add(network, values.size() - 1);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
            }
        });
    }

    static Variables.Rule of(Lookup.GeoLookup settings) {
        return new GeoRule(settings);
    }

    private void add(String network, int value) {
        int dash = network.indexOf('-');
        if (dash < 0) {
            Cidr block = Cidr.parse(network.strip());
            table.add(block.first(), block.last(), value);
            return;
        }
        byte[] first = address(network.substring(0, dash).strip());
        byte[] last = address(network.substring(dash + 1).strip());
        table.add(first, last, value);
    }

    /** One address; a block has more than one, or none that is meant. */
    private static byte[] address(String text) {
        if (text.indexOf('/') >= 0) {
            throw new IllegalArgumentException(text + " (expected: an address)");
        }
        return Cidr.parse(text).first();
    }

    @Override
    public String value(Exchange x) {
        int found = table.find(client ? x.caller().address() : bytes(from.text(x)));
        return (found < 0 ? otherwise : values.get(found)).text(x);
    }

    /** The address that a text is; nothing where it is none. */
    private static byte[] bytes(String text) {
        boolean plausible =
                !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(GeoRule::isOfAddress);
        try {
            return plausible ? address(text) : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isOfAddress(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == '.' || c == ':';
    }
}
