package dev.drover.spi;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.SparkSql;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.util.Optional;
import java.util.function.Function;

/**
 * SQL for platforms that run it from a file. A text is named by its hash, so that a repeat finds it there. Immutable.
 */
public final class StagedSql {
    private final Optional<StorageUri> staging;
    private final Function<StorageUri, Storage> storages;
    private final String hint;

    /**
     * A place for texts.
     *
     * @param staging where they are put
     * @param storages see {@link ProviderContext#storage}
     * @param hint what to do where {@code staging} is empty and a job brings a text
     */
    public StagedSql(Optional<StorageUri> staging, Function<StorageUri, Storage> storages, String hint) {
        this.staging = staging;
        this.storages = storages;
        this.hint = hint;
    }

    /**
     * Where the file of a job is, or will be.
     *
     * @throws DroverException UNSUPPORTED if it is a text and there is no place for texts
     */
    public StorageUri uri(SparkSql sql) {
        return sql.file()
                .orElseGet(() -> staging.orElseThrow(() -> new DroverException(ErrorCode.UNSUPPORTED, hint))
                        .resolve("sql/" + Sha256.hex(sql.text().orElseThrow()) + ".sql"));
    }

    /**
     * Puts the file there, unless it is.
     *
     * @throws DroverException UNSUPPORTED as above, or what the storage says
     */
    public void put(SparkSql sql) {
        sql.text().ifPresent(text -> {
            StorageUri uri = uri(sql);
            var unused = storages.apply(uri).putIfAbsent(uri, Content.of(text));
        });
    }
}
