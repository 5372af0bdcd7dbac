package dev.sekisho.cli;

import dev.sekisho.model.Address;
import dev.sekisho.model.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values of options are read. */
final class Arguments {

    private static final String OFF = "off";

    /** An address, or none where {@code off} was given. */
    record AddressOrOff(Optional<Address> address) {}

    /** A folder, or none where {@code off} was given. */
    record FolderOrOff(Optional<Path> folder) {}

    private Arguments() {}

    /** Makes the command line read our types; to be called once all its commands are there. */
    static void register(CommandLine line) {
        line.registerConverter(Address.class, checked(Address::parse));
        line.registerConverter(Duration.class, checked(Durations::parse));
        line.registerConverter(
                AddressOrOff.class,
                checked(text -> new AddressOrOff(unlessOff(text).map(Address::parse))));
        line.registerConverter(
                FolderOrOff.class,
                checked(text -> new FolderOrOff(unlessOff(text).map(Path::of))));
    }

    private static Optional<String> unlessOff(String text) {
        return Optional.of(text).filter(t -> !t.equals(OFF));
    }

    /** So that the message stands alone, without the name of an exception around it. */
    private static <T> ITypeConverter<T> checked(ITypeConverter<T> converter) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }
}
