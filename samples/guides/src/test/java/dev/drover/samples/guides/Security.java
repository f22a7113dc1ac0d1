package dev.drover.samples.guides;

import dev.drover.PySpark;
import dev.drover.Secret;
import dev.drover.StorageUri;
import java.nio.file.Path;

/** The code of docs/security.md. */
final class Security {

    private Security() {}

    static PySpark secrets() {
        return PySpark.script(StorageUri.parse("s3://acme-code/report.py"))
                .secret("API_TOKEN", Secret.env("API_TOKEN")) // read when the job is submitted
                .secret("DB_PASSWORD", Secret.file(Path.of("/run/secrets/db")))
                .build();
    }
}
