package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import java.util.List;

/**
 * Writes records of each exchange at its end, and gives them to whoever takes them away.
 *
 * @param recordings the records
 * @param pens what they are written with
 */
record LogPolicy(List<Recording> recordings, Pens pens) implements Policy {

    @Override
    public void onEnd(Exchange x) {
        int loop = x.loop().index();
        Pen pen = pens.of(loop);
        for (int i = 0; i < recordings.size(); i++) {
            recordings.get(i).write(x, pen, loop);
        }
    }
}
