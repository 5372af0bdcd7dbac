package dev.sekisho.policy.ip;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the client's address: the first that names it decides. Letting pass allocates nothing. */
final class IpPolicy implements Policy {

    private final Verdict[] verdicts;
    private final boolean allowsOthers;
    private final int status;
    private final Optional<Map<String, Object>> message;

    /**
     * What is said of some addresses.
     *
     * @param addresses of which
     * @param allows whether they may ask
     */
    record Verdict(AddressSet addresses, boolean allows) {}

    /**
     * A decision over addresses.
     *
     * @param verdicts in the order in which they are looked at
     * @param allowsOthers whether an address that none names may ask
     * @param message what a refusal says in place of the gateway's own words
     */
    IpPolicy(List<Verdict> verdicts, boolean allowsOthers, int status, Optional<String> message) {
        this.verdicts = verdicts.toArray(Verdict[]::new);
        this.allowsOthers = allowsOthers;
        this.status = status;
        this.message = message.map(text -> Map.of("message", text));
    }

    @Override
    public Outcome onRequest(Exchange x) {
        byte[] address = x.caller().address();
        if (address.length != 4 && address.length != 16) {
            return refuse(x, "is of no version of IP");
        }
        for (Verdict verdict : verdicts) {
            if (verdict.addresses.contains(address)) {
                return verdict.allows ? Outcome.CONTINUE : refuse(x, "is denied");
            }
        }
        return allowsOthers ? Outcome.CONTINUE : refuse(x, "is not among those allowed");
    }

    private Outcome refuse(Exchange x, String why) {
        byte[] text = x.caller().addressText();
        x.detail("address " + Ascii.string(text, 0, text.length) + " " + why);
        return new Outcome.Reply(
                message.isPresent()
                        ? ErrorTemplate.answer(x, Reason.ADDRESS, status, ErrorTemplate.error(status), message.get())
                        : ErrorTemplate.answer(x, Reason.ADDRESS, status));
    }
}
