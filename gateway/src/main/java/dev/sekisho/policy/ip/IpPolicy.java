package dev.sekisho.policy.ip;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import java.util.Map;
import java.util.Optional;

/** Looks at the client's address: first who is refused, then who may. Letting pass allocates nothing. */
final class IpPolicy implements Policy {

    private final AddressSet allow;
    private final AddressSet deny;
    private final boolean allowsOthers;
    private final int status;
    private final Optional<Map<String, Object>> message;

    /**
     * A decision over addresses.
     *
     * @param allowsOthers whether an address that is in neither set may ask
     * @param message what a refusal says in place of the gateway's own words
     */
    IpPolicy(AddressSet allow, AddressSet deny, boolean allowsOthers, int status, Optional<String> message) {
        this.allow = allow;
        this.deny = deny;
        this.allowsOthers = allowsOthers;
        this.status = status;
        this.message = message.map(text -> Map.of("message", text));
    }

    @Override
    public Outcome onRequest(Exchange x) {
        byte[] address = x.clientAddress();
        if (address.length != 4 && address.length != 16) {
            return refuse(x, "is of no version of IP");
        }
        if (deny.contains(address)) {
            return refuse(x, "is denied");
        }
        return allowsOthers || allow.contains(address) ? Outcome.CONTINUE : refuse(x, "is not among those allowed");
    }

    private Outcome refuse(Exchange x, String why) {
        byte[] text = x.clientAddressText();
        x.detail("address " + Ascii.string(text, 0, text.length) + " " + why);
        return new Outcome.Reply(
                message.isPresent()
                        ? ErrorTemplate.answer(x, Reason.ADDRESS, status, ErrorTemplate.error(status), message.get())
                        : ErrorTemplate.answer(x, Reason.ADDRESS, status));
    }
}
