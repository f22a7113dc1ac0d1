package dev.drover.cli;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What arguments stand for: ids, keys, and times and sizes as in drover.yaml. */
final class Words {
    private static final Position HERE = new Position(Path.of("argument"), 1, 1);
    private static final int MIB = 1 << 20;

    private Words() {}

    static void teach(CommandLine line) {
        line.registerConverter(ClusterId.class, text -> parsed(text, ClusterId::parse));
        line.registerConverter(JobId.class, text -> parsed(text, JobId::parse));
        line.registerConverter(Location.class, text -> parsed(text, Location::parse));
        line.registerConverter(RequestKey.class, text -> parsed(text, RequestKey::parse));
        line.registerConverter(StorageUri.class, text -> parsed(text, StorageUri::parse));
        line.registerConverter(Duration.class, text -> read(text, Kinds.duration()));
        line.registerConverter(Resources.class, text -> parsed(text, Words::resources));
        line.registerConverter(Secret.class, text -> parsed(text, Words::secret));
    }

    private static <T> T parsed(String text, Function<String, T> by) {
        try {
            return by.apply(text);
        } catch (DroverException e) {
            throw new TypeConversionException(e.getMessage().replaceFirst("^" + e.code() + ": ", ""));
        }
    }

    private static <T> T read(String text, Kind<T> kind) {
        Problems problems = new Problems();
        return kind.read(new Value.Scalar(Value.Type.TEXT, text, HERE), problems)
                .orElseThrow(
                        () -> new TypeConversionException(problems.all().get(0).message()));
    }

    private static Resources resources(String text) {
        int by = text.indexOf('x');
        if (by < 1 || !text.substring(0, by).matches("[0-9]{1,4}")) {
            throw DroverException.invalid("'" + text + "' is not cores and memory, such as 2x4GiB");
        }
        long bytes = read(text.substring(by + 1), Kinds.bytes());
        return Resources.of(Integer.parseInt(text.substring(0, by)), (int) Math.min(Integer.MAX_VALUE, bytes / MIB));
    }

    private static Secret secret(String text) {
        if (text.startsWith("env:")) {
            return Secret.env(text.substring("env:".length()));
        }
        if (text.startsWith("file:")) {
            return Secret.file(Path.of(text.substring("file:".length())));
        }
        // What was given may be the secret itself: it is not repeated.
        throw DroverException.invalid("a secret is given by reference, env:VARIABLE or file:PATH, never by its value");
    }
}
