package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code compression}: gives responses a content coding that the client accepts (RFC 9110 section 8.4). */
public final class Compression implements PolicyType<CompressionConfig> {

    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.BR, Algorithm.GZIP);
    private static final List<String> TYPES = List.of(
            "text/*",
            "application/json",
            "application/*+json",
            "application/xml",
            "application/*+xml",
            "application/javascript",
            "application/x-javascript",
            "application/wasm",
            "image/svg+xml",
            "image/x-icon",
            "font/ttf",
            "font/otf");

    @Override
    public String name() {
        return "compression";
    }

    @Override
    public Class<CompressionConfig> configType() {
        return CompressionConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(CompressionConfig config, PolicyContext context) {
        MediaTypes types = MediaTypes.of("types", types(config));
        List<Offer> offers = new ArrayList<>();
        for (Algorithm algorithm : algorithms(config)) {
            Coding coding = coding(algorithm);
            boolean usable = coding != Coding.BR || !context.services().isOnline() || Brotli.isAvailable();
            if (usable && offers.stream().noneMatch(offer -> offer.coding() == coding)) {
                offers.add(offer(coding, config, context));
            }
        }
        return new CompressionPolicy(new Offers(offers), new Candidates(types, config, context.clock()), config);
    }

    private static Offer offer(Coding coding, CompressionConfig config, PolicyContext context) {
        int level = coding == Coding.GZIP ? config.gzipLevel() : config.brotliQuality();
        EncoderPool.Kind kind = new EncoderPool.Kind(coding, level, config.concurrent());
        return new Offer(coding, context.shared(EncoderPool.class, kind, kind::pool), Counts.of(coding, context));
    }

    @Override
    public String describe(CompressionConfig config) {
        String codings = algorithms(config).stream()
                .map(algorithm -> coding(algorithm) + " (" + level(algorithm, config) + ")")
                .collect(Collectors.joining(" or "));
        String which = config.types().isEmpty() ? "texts" : String.join(", ", config.types());
        return "compresses " + which + " from " + config.minLength() + " on with " + codings;
    }

    private static int level(Algorithm algorithm, CompressionConfig config) {
        return algorithm == Algorithm.GZIP ? config.gzipLevel() : config.brotliQuality();
    }

    private static Coding coding(Algorithm algorithm) {
        return switch (algorithm) {
            case BR -> Coding.BR;
            case GZIP -> Coding.GZIP;
        };
    }

    private static List<Algorithm> algorithms(CompressionConfig config) {
        return config.algorithms().isEmpty() ? ALGORITHMS : config.algorithms();
    }

    private static List<String> types(CompressionConfig config) {
        return config.types().isEmpty() ? TYPES : config.types();
    }
}
