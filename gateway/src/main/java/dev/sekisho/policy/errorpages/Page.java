package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.SubrequestService;

/** What is answered in place of an error. Immutable, thread-safe. */
sealed interface Page {

    /** The outcome for the exchange whose response is the error. */
    Outcome answer(Exchange x);

    /** A body that was configured. */
    record Written(Bodies bodies, Dress dress, PageCounts counts) implements Page {
        @Override
        public Outcome answer(Exchange x) {
            counts.written().increment();
            return bodies.reply(x, dress);
        }
    }

    /** A redirect. */
    record Redirect(String location, Dress dress, PageCounts counts) implements Page {
        @Override
        public Outcome answer(Exchange x) {
            counts.redirected().increment();
            return dress.redirect(x, PageMaker.filled(location, x.response().status()));
        }
    }

    /** A body that a service gives. */
    record Asked(SubrequestService service, PageRequest request) implements Page {
        @Override
        public Outcome answer(Exchange x) {
            return new Outcome.Await(service.ask(x, request));
        }
    }
}
