package dev.drover.standalone;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.rest.JobDefaults;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneCluster;
import dev.drover.standalone.rest.StandaloneFailures;
import dev.drover.standalone.rest.StandaloneJobDriver;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One master that somebody else runs. */
final class SparkProvider implements Provider {
    private final Location where;
    private final StandaloneCluster cluster;
    private final ClusterDriver clusters;
    private final JobDriver jobs;

    SparkProvider(Location where, SparkMasterOptions options, ProviderContext context) {
        this.where = where;
        this.cluster = new StandaloneCluster(endpoints(where, options), defaults(options));
        SparkHttp http = new SparkHttp(options.connectTimeout(), options.requestTimeout(), context.clock());
        this.clusters = new AttachedMaster(where.cluster(""), cluster.master(), http);
        this.jobs = new StandaloneJobDriver(this::cluster, context::storage, http);
    }

    private static MasterEndpoints endpoints(Location where, SparkMasterOptions options) {
        String host = where.authority().replaceFirst(":\\d+$", "");
        return new MasterEndpoints(
                options.rest().orElseGet(() -> URI.create("http://" + host + ":6066")),
                options.ui().orElseGet(() -> URI.create("http://" + host + ":8080")),
                options.signingKey(),
                options.pagesKey());
    }

    private static JobDefaults defaults(SparkMasterOptions options) {
        Map<String, String> conf = new HashMap<>(options.conf());
        if (options.authenticate()) {
            conf.put("spark.authenticate", "true");
        }
        return new JobDefaults(conf, options.staging(), options.pysparkHome());
    }

    private StandaloneCluster cluster(ClusterId id) {
        if (!id.equals(where.cluster(""))) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "'" + id + "' is no cluster: the address of a master, " + where + ", is its id.");
        }
        return cluster;
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return StandaloneFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(clusters);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(jobs);
    }

    /** Nothing is held but idle connections, which end with the client that nobody refers to any more. */
    @Override
    public void close() {}
}
