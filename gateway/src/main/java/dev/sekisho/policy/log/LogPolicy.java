package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.LogShipper;
import java.util.Optional;

/**
 * Writes a record of each exchange at its end, and gives it to whoever takes it away.
 *
 * @param syslog what stands before the record; empty for nothing
 * @param record the record
 * @param heads how the fields of heads are told
 * @param pens what it is written with
 * @param shipper who takes it
 */
record LogPolicy(Optional<SyslogHead> syslog, RecordTemplate record, HeadFields heads, Pens pens, LogShipper shipper)
        implements Policy {

    @Override
    public void onEnd(Exchange x) {
        int loop = x.loop().index();
        Pen pen = pens.of(loop);
        pen.begin();
        if (syslog.isPresent()) {
            syslog.get().write(x, pen);
        }
        record.write(x, heads, pen);
        shipper.ship(loop, pen.bytes(), 0, pen.length());
    }
}
