package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.LogShipper;
import java.util.Optional;

/**
 * One record of each exchange that it is meant for. Immutable, thread-safe.
 *
 * @param when tells whether there is one: neither empty nor 0, as with nginx's {@code access_log … if=}; none for always
 * @param syslog what stands before the record; empty for nothing
 * @param record the record
 * @param heads how the fields of heads are told
 * @param shipper who takes it
 */
record Recording(
        Optional<FieldValue> when,
        Optional<SyslogHead> syslog,
        RecordTemplate record,
        HeadFields heads,
        LogShipper shipper) {

    /** Writes the record of an exchange at its end, and gives it to whoever takes it away. */
    void write(Exchange x, Pen pen, int loop) {
        if (when.isPresent() && isNothing(when.get().text(x))) {
            return;
        }
        pen.begin();
        if (syslog.isPresent()) {
            syslog.get().write(x, pen);
        }
        record.write(x, heads, pen);
        shipper.ship(loop, pen.bytes(), 0, pen.length());
    }

    private static boolean isNothing(String text) {
        return text.isEmpty() || text.equals("0");
    }
}
