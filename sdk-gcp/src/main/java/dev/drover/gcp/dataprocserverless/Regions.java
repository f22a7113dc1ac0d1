package dev.drover.gcp.dataprocserverless;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.gcp.internal.GcpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The regions of a project, opened when they are first named. Safe for use by many threads. */
final class Regions implements AutoCloseable {
    private static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+[0-9]{1,2}");

    private final GcpConnection connection;
    private final String project;
    private final Map<String, BatchApi> opened = new ConcurrentHashMap<>();

    Regions(GcpConnection connection, String project) {
        this.connection = connection;
        this.project = project;
    }

    /**
     * Where a cluster's calls go.
     *
     * @throws DroverException INVALID_ARGUMENT if its name is not a region's
     */
    BatchApi at(ClusterId cluster) {
        if (!REGION.matcher(cluster.name()).matches()) {
            throw DroverException.invalid("'" + cluster.name() + "' is not a region, such as 'europe-west1'; write '"
                    + cluster.location() + "/europe-west1'.");
        }
        return opened.computeIfAbsent(cluster.name(), region -> new BatchApi(connection, project, region));
    }

    @Override
    public void close() {
        opened.values().forEach(BatchApi::close);
    }
}
