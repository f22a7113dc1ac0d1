package dev.drover.standalone.hosts;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.HostsOptions.SparkArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;

/** Finds Spark on hosts, or brings it there. Safe for use by many threads. */
final class SparkCopies {
    private static final int PART = 8 << 20;
    private static final Duration UNPACK = Duration.ofMinutes(5);

    private final HostsOptions options;
    private final HostShell shell;

    SparkCopies(HostsOptions options, HostShell shell) {
        this.options = options;
        this.shell = shell;
    }

    /**
     * Spark on a host, brought there if need be. Each part is a request of its own, so that a slow line needs no long one.
     *
     * @throws DroverException NOT_FOUND if it is not there; UNSUPPORTED before version 4
     */
    InstalledSpark ready(SshHost host, CallContext context) {
        InstalledSpark spark = options.sparkArchive()
                .map(archive -> copied(host, archive, context))
                .orElseGet(() -> found(host, context));
        if (spark.version().matches("[0-3]\\..*")) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Host '" + host + "' has Spark " + spark.version() + " in " + spark.home()
                            + ", which cannot check tokens at its submission server; use Spark 4.0 or later.");
        }
        return spark;
    }

    private InstalledSpark found(SshHost host, CallContext context) {
        String home = options.sparkHome().orElseThrow();
        HostShell.Answer answer = look(host, Request.read("installed", home), context);
        if (!answer.found()) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "Host '" + host + "' has no Spark in " + home + ": there is no jars/spark-core_*.jar. Correct"
                            + " HostsOptions.sparkHome, or let Drover copy one by sparkArchive.");
        }
        return InstalledSpark.of(answer.out());
    }

    private InstalledSpark copied(SshHost host, SparkArchive archive, CallContext context) {
        HostShell.Answer answer = look(host, Request.read("unpacked", archive.sha512()), context);
        if (answer.found()) {
            return InstalledSpark.of(answer.out());
        }
        send(host, archive, context);
        return InstalledSpark.of(
                shell.ask(host, Request.keyed("unpack", archive.sha512()), Set.of(), UNPACK, context.renewed())
                        .out());
    }

    private HostShell.Answer look(SshHost host, Request request, CallContext context) {
        return shell.ask(host, request, Set.of(HostShell.NOT_THERE), options.requestTimeout(), context);
    }

    private void send(SshHost host, SparkArchive archive, CallContext context) {
        try (InputStream in = Files.newInputStream(archive.file())) {
            long offset = 0;
            for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
                var unused = shell.ask(
                        host,
                        Request.keyed("append", archive.sha512(), offset, part.length)
                                .with(Content.of(part)),
                        context.renewed());
                offset += part.length;
            }
            context.progress("Spark is copied to host " + host);
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "The archive " + archive.file() + " with Spark cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
