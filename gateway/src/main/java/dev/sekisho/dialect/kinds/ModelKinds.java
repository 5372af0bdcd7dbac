package dev.sekisho.dialect.kinds;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ModelValidator} finds, in all its parts. */
public final class ModelKinds {

    /** Every kind whose code begins with {@code model.}. */
    public static final List<DiagnosticKind> ALL = Stream.of(
                    NameKinds.ALL,
                    ListenerKinds.ALL,
                    RouteKinds.ALL,
                    ConnectKinds.ALL,
                    UpstreamKinds.ALL,
                    StreamKinds.ALL,
                    ConsumerKinds.ALL,
                    OutsideKinds.ALL)
            .flatMap(List::stream)
            .toList();

    private ModelKinds() {}
}
