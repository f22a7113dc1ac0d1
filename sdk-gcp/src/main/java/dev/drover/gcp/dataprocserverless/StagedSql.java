package dev.drover.gcp.dataprocserverless;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.SparkSql;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/** SQL as a file in Cloud Storage. A text is named by its hash, so that a repeat finds it there. */
final class StagedSql {
    private final Optional<StorageUri> staging;
    private final Function<StorageUri, Storage> storages;

    StagedSql(Optional<StorageUri> staging, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.storages = storages;
    }

    /** Where the file of a job is, or will be. */
    StorageUri uri(SparkSql sql) {
        return sql.file()
                .orElseGet(() -> staging.orElseThrow(() -> new DroverException(
                                ErrorCode.UNSUPPORTED,
                                "Dataproc Serverless runs SQL from a file. Set DataprocServerlessOptions.staging, where"
                                        + " the text can be put, or use SparkSql.file."))
                        .resolve("sql/" + hash(sql.text().orElseThrow()) + ".sql"));
    }

    /** Puts the file there, unless it is. */
    void put(SparkSql sql) {
        sql.text().ifPresent(text -> {
            StorageUri uri = uri(sql);
            var unused = storages.apply(uri).putIfAbsent(uri, Content.of(text));
        });
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
