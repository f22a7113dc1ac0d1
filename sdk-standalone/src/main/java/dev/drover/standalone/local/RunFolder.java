package dev.drover.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of one cluster.
 *
 * <pre>
 * owner.lock     locked by the JVM that owns the cluster, as long as both live
 * cluster.json   {@link ClusterRecord}
 * jws.key        signs what is sent to the master
 * terminate      there once another JVM ends the cluster
 * logs/          of daemons and bootstrap actions
 * work/          of drivers and executors, by worker
 * staging/       what is sent with jobs
 * tmp/           temporary files of all processes
 * </pre>
 */
record RunFolder(Path path) {
    private static final String RECORD = "cluster.json";
    private static final String KEY = "jws.key";
    private static final String MARK = "terminate";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty if there is no cluster here. */
    Optional<ClusterRecord> read() throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path.resolve(RECORD)), ClusterRecord.class));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    void write(ClusterRecord record) throws IOException {
        new PrivateFolder(path)
                .write(RECORD, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record));
    }

    /** The file with the key in base64url. */
    Path jwsKey() {
        return path.resolve(KEY);
    }

    void writeJwsKey(String key) throws IOException {
        new PrivateFolder(path).write(KEY, key.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tells the owner that the end of its processes is wanted. */
    void markTerminated() throws IOException {
        new PrivateFolder(path).write(MARK, new byte[0]);
    }

    /** Whether another JVM ends the cluster, or has. */
    boolean isMarkedTerminated() {
        return Files.exists(path.resolve(MARK)) || !Files.exists(path);
    }

    Path lock() {
        return path.resolve("owner.lock");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path work() {
        return path.resolve("work");
    }

    Path staging() {
        return path.resolve("staging");
    }

    Path tmp() {
        return path.resolve("tmp");
    }

    void delete() throws IOException {
        new PrivateFolder(path).delete();
    }
}
