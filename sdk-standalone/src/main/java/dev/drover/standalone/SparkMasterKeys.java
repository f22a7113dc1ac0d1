package dev.drover.standalone;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link SparkMasterOptions}. */
final class SparkMasterKeys {

    private SparkMasterKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<SparkMasterOptions> keys() {
        return Keys.of(SparkMasterOptions::builder, SparkMasterOptions.Builder::build)
                .key(
                        "rest",
                        Kinds.address(),
                        "The address of its REST server; by default port 6066 of its host.",
                        SparkMasterOptions.Builder::rest)
                .key(
                        "ui",
                        Kinds.address(),
                        "The address of its web pages; by default port 8080 of its host.",
                        SparkMasterOptions.Builder::ui)
                .key(
                        "signingKey",
                        Kinds.secret(),
                        "With which requests to the REST server are signed; by default they are not.",
                        SparkMasterOptions.Builder::signingKey)
                .key("pagesKey", Kinds.secret(), "The same for its web pages.", SparkMasterOptions.Builder::pagesKey)
                .key(
                        "authenticate",
                        Kinds.yesOrNo(),
                        "Whether Spark's own connections are authenticated.",
                        SparkMasterOptions.Builder::authenticate)
                .key(
                        "staging",
                        Kinds.text("a prefix in a storage, such as s3://bucket/path/", StorageUri::parse),
                        "A prefix that workers read too, for what runs commands, SQL and Python; by default only jars run.",
                        SparkMasterOptions.Builder::staging)
                .key(
                        "pysparkHome",
                        Kinds.text(),
                        "The folder on the workers that holds python/lib/pyspark.zip.",
                        SparkMasterOptions.Builder::pysparkHome)
                .key(
                        "conf",
                        Kinds.map(Kinds.text()),
                        "Spark properties for every job that does not set them itself.",
                        (options, all) -> all.forEach(options::conf))
                .key(
                        "connectTimeout",
                        Kinds.duration(),
                        "For a TCP connection; by default 5s.",
                        SparkMasterOptions.Builder::connectTimeout)
                .key(
                        "requestTimeout",
                        Kinds.duration(),
                        "For one whole call; by default 30s.",
                        SparkMasterOptions.Builder::requestTimeout)
                .end();
    }
}
