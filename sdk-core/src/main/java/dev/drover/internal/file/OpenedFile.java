package dev.drover.internal.file;

import dev.drover.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** What an open file holds, whatever its name leads to by now. Closing its stream closes the file. */
record OpenedFile(FileChannel channel) implements Content {

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public InputStream open() throws IOException {
        return Channels.newInputStream(channel.position(0));
    }
}
