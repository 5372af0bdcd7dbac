package dev.sekisho.policy.ip;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;

/** Looks at the client's address: first who is refused, then who may. Letting pass allocates nothing. */
final class IpPolicy implements Policy {

    private final AddressSet allow;
    private final AddressSet deny;
    private final boolean allowsOthers;
    private final int status;

    /**
     * A decision over addresses.
     *
     * @param allowsOthers whether an address that is in neither set may ask
     */
    IpPolicy(AddressSet allow, AddressSet deny, boolean allowsOthers, int status) {
        this.allow = allow;
        this.deny = deny;
        this.allowsOthers = allowsOthers;
        this.status = status;
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
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.ADDRESS, status));
    }
}
