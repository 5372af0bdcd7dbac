package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of fields that are found all at once, from the head as it is, before any of them is put in: none depends on another. Each then
 * takes the place of all fields of its name; where it is empty, no field of the name is left. So does nginx's
 * <a href="https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header">proxy_set_header</a>. Immutable, thread-safe;
 * allocates nothing but what {@link FieldValue} does.
 */
public final class Assignments {

    private record Assignment(HeaderName name, FieldValue value) {}

    private final Assignment[] all;

    /**
     * As the setting says. Unlike other settings it may name X-Request-ID.
     *
     * @throws IllegalArgumentException where a name may not be changed, stands twice, or a value cannot be one
     */
    public Assignments(String setting, Map<String, String> values, Head head) {
        List<Assignment> found = new ArrayList<>();
        Set<HeaderName> seen = new HashSet<>();
        values.forEach((text, value) -> {
            HeaderName name = name(setting, text, head);
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        setting + ": " + text + " (expected: once, names are compared without regard to case)");
            }
            found.add(new Assignment(name, FieldValue.parse(setting + "." + text, value, head)));
        });
        all = found.toArray(Assignment[]::new);
    }

    /**
     * The name of a field that may be changed, or X-Request-ID, which whoever listens may leave to policies.
     *
     * @throws IllegalArgumentException as {@link FieldNames#changeable}
     */
    public static HeaderName name(String setting, String text, Head head) {
        HeaderName name = FieldNames.field(setting, text);
        return name.role() == FieldRole.REQUEST_ID ? name : FieldNames.changeable(setting, text, head);
    }

    /** Finds the values, which are fields that count as removed for now; gives the number of the first. */
    public int find(Headers headers, Exchange x) {
        int first = headers.count();
        for (Assignment one : all) {
            one.value.addTo(headers, one.name, x);
            headers.remove(headers.count() - 1);
        }
        return first;
    }

    /** Puts the values in that were found; {@code first} is what {@link #find} gave. */
    public void put(Headers headers, int first) {
        for (int i = 0; i < all.length; i++) {
            int field = first + i;
            headers.remove(all[i].name);
            if (headers.valueEnd(field) > headers.valueStart(field)) {
                headers.restore(field);
            }
        }
    }

    /** What is changed, for {@code explain}; values are not shown, they may be secret. */
    public void describe(List<String> steps) {
        for (Assignment one : all) {
            steps.add("assigns " + one.name);
        }
    }
}
