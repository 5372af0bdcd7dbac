package dev.sekisho.bench.sidebyside;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A gRPC service (grpc-java, inside the harness) with one unary method that answers with what it was sent. */
final class GrpcEcho {

    private static final String SERVICE = "bench.Echo";

    /** The path of its method. */
    static final String PATH = "/" + SERVICE + "/Unary";

    /** The message: 100 bytes, whose meaning nobody asks for. */
    private static final byte[] MESSAGE = "m".repeat(100).getBytes(StandardCharsets.US_ASCII);

    private static final int CHECK_SECONDS = 20;

    /** A load ends in the middle of its calls, each of which grpc-java would report with a stack trace. */
    private static final Logger LOGGER = Logger.getLogger("io.grpc");

    private static final MethodDescriptor<byte[], byte[]> UNARY = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.UNARY)
            .setFullMethodName(SERVICE + "/Unary")
            .build();

    /** Messages as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private GrpcEcho() {}

    /** The message as it stands in a request: a byte for "not compressed", four with the length, the message. */
    static byte[] frame() {
        return ByteBuffer.allocate(5 + MESSAGE.length)
                .put((byte) 0)
                .putInt(MESSAGE.length)
                .put(MESSAGE)
                .array();
    }

    /** Starts the service on a loopback port, in the clear. */
    static Upstream start() throws IOException {
        LOGGER.setLevel(Level.SEVERE);
        ServerServiceDefinition service = ServerServiceDefinition.builder(SERVICE)
                .addMethod(UNARY, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(service)
                .build()
                .start();
        return new Upstream(server.getPort(), server::shutdownNow);
    }

    /**
     * Calls the method once at a loopback port, as grpc-java does it: the message, and status OK in the trailers.
     *
     * @throws IOException if it fails
     */
    static void check(int port) throws IOException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(CHECK_SECONDS, TimeUnit.SECONDS);
            byte[] answer = ClientCalls.blockingUnaryCall(channel, UNARY, options, MESSAGE);
            if (!Arrays.equals(answer, MESSAGE)) {
                throw new IOException("another message came back than was sent");
            }
        } catch (StatusRuntimeException e) {
            throw new IOException("gRPC call: " + e.getMessage(), e);
        } finally {
            channel.shutdownNow();
        }
    }
}
