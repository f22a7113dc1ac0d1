package dev.drover.cli.command;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where programs are: a URI, or a path of this machine. */
final class Programs implements ITypeConverter<StorageUri> {
    @Override
    public StorageUri convert(String text) {
        try {
            return text.contains(":/") ? StorageUri.parse(text) : StorageUri.of(Path.of(text));
        } catch (DroverException | java.nio.file.InvalidPathException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()).replaceFirst("^INVALID_ARGUMENT: ", ""));
        }
    }
}
