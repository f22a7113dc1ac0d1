package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneFailures;
import dev.drover.standalone.rest.StandaloneJobDriver;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Spark on EC2 at one location. */
final class Ec2SparkProvider implements Provider {
    private final AwsConnection connection;
    private final Ec2Client ec2;
    private final Optional<Tunnels> tunnels;
    private final ClusterDriver clusters;
    private final JobDriver jobs;

    Ec2SparkProvider(Location where, Ec2SparkOptions options, ProviderContext context) {
        connection = AwsConnection.open(where, context);
        AwsOptions aws = connection.options();
        ec2 = connection.client(Ec2Client.builder());
        Ec2Calls calls = new Ec2Calls(ec2, connection.calls("ec2"));
        Consoles consoles = new Consoles(calls);
        tunnels = options.sshUser().map(user -> tunnels(user, options, aws, consoles));
        Ways ways = new Ways(options.publicAddresses(), tunnels);
        SparkHttp http = new SparkHttp(aws.connectTimeout(), aws.requestTimeout(), context.clock(), ways);
        Clusters found = new Clusters(calls, where);
        ClusterKeys keys = new ClusterKeys(options.clusterKey());
        Masters masters = new Masters(options, found, keys, ways, http);
        Machines machines = new Machines(options.arm());
        Ending ending = new Ending(calls, found);
        clusters = new Ec2ClusterDriver(
                where,
                options,
                machines,
                found,
                new Creation(
                        where, options, calls, found, ending, machines, keys, new UserData(options, context::storage)),
                new Resizing(options, calls, masters),
                ending,
                new Statuses(masters, consoles),
                masters,
                new Plans(options, calls, machines));
        jobs = new StandaloneJobDriver(masters, context::storage, http);
    }

    private static Tunnels tunnels(String user, Ec2SparkOptions options, AwsOptions aws, Consoles consoles) {
        try {
            return new SshTunnels(
                    user, options.sshKey().orElseThrow(), options.sshPort(), aws.connectTimeout(), consoles);
        } catch (NoClassDefFoundError e) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Tunnels through a gateway need Apache MINA SSHD: add org.apache.sshd:sshd-core to the class path.");
        }
    }

    /** Spark's own interfaces are called by paths. */
    @Override
    public Failure classify(NativeCall call, Throwable error) {
        boolean spark = call.api().contains(" /") || call.api().equals("connect");
        return spark ? StandaloneFailures.classify(call, error) : AwsFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(clusters);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(jobs);
    }

    /** Clusters stay: they are paid for until somebody ends them. */
    @Override
    public void close() {
        tunnels.ifPresent(Tunnels::close);
        ec2.close();
        connection.close();
    }
}
