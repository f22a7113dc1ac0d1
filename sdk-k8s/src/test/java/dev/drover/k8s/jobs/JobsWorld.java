package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.ApacheOperator;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.JobController;
import dev.drover.k8s.fake.KubeflowOperator;
import dev.drover.k8s.fake.Kubelet;
import dev.drover.k8s.fake.Machine;
import dev.drover.k8s.provider.KubeProviderFactory;
import dev.drover.testkit.mem.MemPlatform;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A cluster of Kubernetes with both Spark operators, beside a store in memory. */
final class JobsWorld implements AutoCloseable {
    static final String LOCATION = "k8s://test";
    static final String NAMESPACE = "spark";
    static final ClusterId CLUSTER = ClusterId.parse(LOCATION + "/" + NAMESPACE);

    final MemPlatform storage = MemPlatform.builder(DroverClock.system()).build();
    final MemFiles files = new MemFiles(storage.drover("pods"));
    final FakeKube kube;
    final Kubelet kubelet;
    final KubeflowOperator kubeflow;
    final ApacheOperator apache;
    private final Path kubeconfig;
    private final List<Drover> opened = new ArrayList<>();

    private JobsWorld(Path folder, Function<URI, Machine> machine, boolean faults) {
        kube = new FakeKube(folder);
        kube.installOperators();
        kube.namespace(NAMESPACE);
        kube.create(
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"spark\",\"namespace\":\""
                        + NAMESPACE + "\"}}");
        kubelet = Kubelet.in(kube, machine.apply(files.address()));
        kubeflow = KubeflowOperator.in(kube);
        apache = ApacheOperator.in(kube);
        JobController.in(kube);
        kubeconfig = faults ? kube.kubeconfig("test", NAMESPACE, FakeKube.ADMIN) : kube.straight("test", NAMESPACE);
    }

    /** Containers are real processes. Drover talks straight to the server: there are no faults and figures. */
    static JobsWorld running(Path folder) {
        return new JobsWorld(folder, store -> new PodMachine(folder, store), false);
    }

    /** Containers print nothing and run until they are ended. */
    static JobsWorld idle(Path folder) {
        return new JobsWorld(folder, store -> Machine.idle(), true);
    }

    static KubeJobOptions.Builder options(SparkOperator operator) {
        return KubeJobOptions.builder().operator(operator);
    }

    /** One that is closed with this. */
    Drover open(KubeJobOptions options) {
        Drover drover = drover(options).build();
        opened.add(drover);
        return drover;
    }

    Drover.Builder drover(KubeJobOptions options) {
        return drover(options, KubeOptions.builder());
    }

    Drover.Builder drover(KubeJobOptions options, KubeOptions.Builder way) {
        return Drover.builder()
                .factories(List.of(new KubeProviderFactory(), storage.factory()))
                .configure(LOCATION, way.kubeconfig(kubeconfig).build())
                .configure(LOCATION, options);
    }

    /** One that is closed with this. */
    Drover open(Drover.Builder builder) {
        Drover drover = builder.build();
        opened.add(drover);
        return drover;
    }

    /** All applications of an operator's, as the server has them. */
    List<JsonObject> applications(SparkOperator operator) {
        String group = operator == SparkOperator.KUBEFLOW ? Kubeflow.GROUP : Apache.GROUP;
        return objects("sparkapplications." + group);
    }

    List<JsonObject> objects(String qualified) {
        return kube.objects(qualified, NAMESPACE).stream()
                .map(text -> JsonParser.parseString(text).getAsJsonObject())
                .toList();
    }

    static SparkJar.Builder jar(String... args) {
        return SparkJar.of(StorageUri.parse("mem://bucket/etl.jar"), "com.acme.Etl")
                .args(args);
    }

    @Override
    public void close() {
        opened.forEach(Drover::close);
        kube.close();
        files.close();
    }
}
