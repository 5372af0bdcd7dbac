package dev.sekisho.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.fuzz.Seeds;
import io.grpc.health.v1.HealthCheckResponse;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An answer that counts as SERVING is one to the library of Protocol Buffers as well. */
class GrpcHealthFuzzTest {

    private static final int PREFIX = 5; // bytes that gRPC puts before a message

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void answers(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "answers", GrpcHealthFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        boolean serving;
        try {
            serving = GrpcHealth.isServing(Unpooled.wrappedBuffer(input));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
        try {
            byte[] message = Arrays.copyOfRange(input, PREFIX, input.length);
            boolean theirs = HealthCheckResponse.parseFrom(message).getStatusValue()
                    == HealthCheckResponse.ServingStatus.SERVING_VALUE;
            assertThat(serving).isEqualTo(theirs);
        } catch (InvalidProtocolBufferException e) {
            return false; // the library refuses more, such as field 0
        }
        return true;
    }
}
