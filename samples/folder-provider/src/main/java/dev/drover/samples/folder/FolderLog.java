package dev.drover.samples.folder;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.spi.LogText;
import dev.drover.spi.NativeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One log of a run.
 *
 * @param ended whether the run had ended before anybody looks at the file, so that it grows no more
 */
record FolderLog(Path file, boolean ended) {
    static final List<Source> SOURCES = List.of(Source.STDERR, Source.STDOUT);

    /** Sources come from users: only the two files that are logs are read. */
    static FolderLog of(RunFolder run, Source source, boolean ended) throws NativeException {
        if (!SOURCES.contains(source)) {
            throw Folders.missing("Run '" + run.id() + "' has no log '" + source.name() + "'.");
        }
        return new FolderLog(run.path().resolve(source.name()), ended);
    }

    long length() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    Page page(long offset, int maxBytes) throws IOException {
        if (!Files.exists(file)) {
            return new Page("", offset, ended ? More.NEVER : More.LATER);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long left = Math.max(0, channel.size() - offset);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(left, maxBytes));
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A read may give less than was asked for.
            }
            More more = left > maxBytes ? More.NOW : ended ? More.END : More.LATER;
            return LogText.page(bytes.array(), offset, more);
        }
    }
}
