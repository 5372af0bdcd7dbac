package dev.sekisho.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A gRPC status is one or two digits, and a media type gRPC's own or another, as their grammars say. */
class GrpcStatusFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void values(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "values", GrpcStatusFuzzTest::check);
    }

    private static final HeaderName STATUS = HeaderName.of("grpc-status");

    /** Values of grpc-status and content-type. */
    private static boolean check(byte[] input) {
        String[] values = new String(input, StandardCharsets.ISO_8859_1).split("\u001f", 2);
        String type = values.length > 1 ? values[1] : "";
        if (!(values[0] + type).matches("[\\t -~\\x80-\\xff]*")) {
            return false; // the parser lets no such value through
        }
        ResponseHead head = new ResponseHead();
        head.status(200);
        head.headers().add(STATUS, values[0]);
        head.headers().add(HeaderName.CONTENT_TYPE, type);
        boolean number = values[0].matches("[0-9]{1,2}");
        assertThat(GrpcStatus.of(head.headers())).isEqualTo(number ? Integer.parseInt(values[0]) : -1);
        String lines = "x: y\r\ngrpc-status: " + values[0] + "\r\n";
        assertThat(GrpcStatus.of(Unpooled.copiedBuffer(lines, StandardCharsets.ISO_8859_1)))
                .isEqualTo(number ? Integer.parseInt(values[0]) : -1);
        boolean grpc = type.matches("(?is)application/grpc([+;].*)?");
        assertThat(GrpcAnswer.isGrpc(head.headers())).isEqualTo(grpc);
        boolean plain = !grpc || !number || Integer.parseInt(values[0]) > 16 || Integer.parseInt(values[0]) == 0;
        assertThat(GrpcStatus.asHttp(head, Unpooled.EMPTY_BUFFER) == 200).isEqualTo(plain);
        return number || grpc;
    }
}
