package dev.sekisho.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a call of gRPC went, by head and trailers. */
class GrpcStatusTest {

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static ResponseHead head(String lines) {
        ResponseHead head = new ResponseHead();
        head.clear();
        assertThat(new ResponseParser().parse(head, bytes("HTTP/1.1 200 OK\r\n" + lines + "\r\n")))
                .isTrue();
        return head;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'grpc-status: 14~' | 14",
                "'grpc-status: 0~grpc-message: fine~' | 0",
                "'x-a: grpc-status: 3~grpc-status:5~' | 5",
                "'x-grpc-status: 3~' | -1",
                "'grpc-status-details-bin: 3~' | -1",
                "'grpc-status: ~' | -1",
                "'grpc-status: 123~' | -1",
                "'grpc-status: x~' | -1",
                "'grpc-status' | -1",
                "'' | -1"
            })
    void trailersAreReadLineByLine(String lines, int status) {
        assertThat(GrpcStatus.of(bytes(lines.replace("~", "\r\n")))).isEqualTo(status);
    }

    @Test
    void theHeadCountsBeforeTheTrailers() {
        ResponseHead failed = head("content-type: application/grpc\r\ngrpc-status: 14\r\n");
        assertThat(GrpcStatus.comesLater(failed)).isFalse();
        assertThat(GrpcStatus.asHttp(failed, bytes("grpc-status: 0\r\n"))).isEqualTo(503);
        ResponseHead open = head("content-type: application/grpc+proto\r\n");
        assertThat(GrpcStatus.comesLater(open)).isTrue();
        assertThat(GrpcStatus.asHttp(open, bytes("grpc-status: 13\r\n"))).isEqualTo(500);
        assertThat(GrpcStatus.asHttp(open, Unpooled.EMPTY_BUFFER)).isEqualTo(200);
    }

    @Test
    void otherAnswersHaveTheirOwnStatus() {
        ResponseHead other = head("content-type: text/plain\r\n");
        assertThat(GrpcStatus.comesLater(other)).isFalse();
        assertThat(GrpcStatus.asHttp(other, bytes("grpc-status: 13\r\n"))).isEqualTo(200);
    }
}
