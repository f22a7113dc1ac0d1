package dev.drover.standalone.local;

import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs one bootstrap action on this machine. Its interpreter is started with the script's file, so that no shell of
 * ours reads arguments and the file system need not allow execution.
 */
final class BootstrapRun {
    /** What the kernel would do: an interpreter, and the rest of the line as a single argument. */
    private static final Pattern SHEBANG =
            Pattern.compile("#![ \\t]*(\\S+)[ \\t]*(.*?)[ \\t]*\\r?(\\n.*)?", Pattern.DOTALL);

    private final BootstrapAction action;
    private final RunFolder folder;
    private final Function<StorageUri, Storage> storage;

    BootstrapRun(BootstrapAction action, RunFolder folder, Function<StorageUri, Storage> storage) {
        this.action = action;
        this.folder = folder;
        this.storage = storage;
    }

    /** Starts the script. */
    Process start(Map<String, String> environment) throws IOException {
        String script = script();
        PrivateFolder tmp = new PrivateFolder(folder.tmp());
        Path file = tmp.write("bootstrap-" + action.name(), script.getBytes(StandardCharsets.UTF_8));
        Path log = new PrivateFolder(folder.logs()).newFile(logName());
        List<String> command = new ArrayList<>(interpreter(script));
        command.add(file.toString());
        command.addAll(action.args());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(tmp.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(action.env());
        return builder.start();
    }

    /**
     * Waits for its end.
     *
     * @throws DaemonFailure if it fails or takes too long, with the end of its output
     */
    void await(Process process) throws InterruptedException, DaemonFailure, IOException {
        if (!process.waitFor(action.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            new ProcessTree(List.of(process.toHandle())).kill();
            throw new DaemonFailure("bootstrap action " + action.name() + " did not end within " + action.timeout()
                    + "; " + endOfLog());
        }
        if (process.exitValue() != 0) {
            throw new DaemonFailure("bootstrap action " + action.name() + " ended with exit code " + process.exitValue()
                    + "; " + endOfLog());
        }
    }

    /** The interpreter that the first line names, or bash. */
    static List<String> interpreter(String script) {
        Matcher shebang = SHEBANG.matcher(script);
        if (!shebang.matches()) {
            return List.of("bash");
        }
        String argument = shebang.group(2);
        return argument.isEmpty() ? List.of(shebang.group(1)) : List.of(shebang.group(1), argument);
    }

    private String script() throws IOException {
        if (action.script().isPresent()) {
            return action.script().get();
        }
        StorageUri uri = action.uri().orElseThrow();
        try (InputStream content = storage.apply(uri).get(uri)) {
            return new String(content.readNBytes(BootstrapAction.MAX_SCRIPT * 4), StandardCharsets.UTF_8);
        }
    }

    private String logName() {
        return "bootstrap-" + action.name() + ".log";
    }

    private String endOfLog() throws IOException {
        Path log = folder.logs().resolve(logName());
        LogTail tail = new LogTail();
        try (Stream<String> lines =
                Files.newBufferedReader(log, StandardCharsets.ISO_8859_1).lines()) {
            lines.forEach(tail::add);
        }
        return "the end of " + log + ":" + tail;
    }
}
