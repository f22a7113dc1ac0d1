package dev.drover.samples.dataproc;

import dev.drover.Drover;
import dev.drover.gcp.GcpOptions;
import java.net.URI;

/** Who is asked: Google, or the server in the variable {@code DATAPROC_ENDPOINT}, without credentials. */
final class Access {

    private Access() {}

    static Drover open() {
        String server = System.getenv("DATAPROC_ENDPOINT");
        if (server == null) {
            return Drover.builder().build();
        }
        return Drover.builder()
                .configure(
                        "dataproc://",
                        GcpOptions.builder()
                                .endpoint(URI.create(server))
                                .anonymous()
                                .build())
                .build();
    }
}
