package dev.sekisho.cli.nginx;

import dev.sekisho.telemetry.lines.LogOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Lines at the end of a file. */
final class FileSink implements LogSink {

    private final LogOutput output;

    FileSink(String path) throws IOException {
        this.output = new LogOutput(Optional.of(Path.of(path)));
    }

    @Override
    public void line(LogLevel level, String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                output.write(bytes);
            }
        } catch (IOException e) {
            // a full disk, for one: as with nginx the line is lost
        }
    }

    @Override
    public void reopen() throws IOException {
        output.reopen();
        output.changeOver();
    }

    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            // what was written is written
        }
    }
}
