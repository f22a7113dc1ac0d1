package dev.drover.k8s.provider;

import dev.drover.DroverException;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.SpotMarket;
import dev.drover.k8s.internal.PodKeys;
import dev.drover.k8s.internal.VolumeKeys;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.Optional;

/** The keys of {@link KubeJobOptions}. */
final class KubeJobKeys {

    private KubeJobKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<KubeJobOptions> keys() {
        return Keys.of(KubeJobOptions::builder, KubeJobOptions.Builder::build)
                .key(
                        "operator",
                        Kinds.choice(SparkOperator.class),
                        "Who runs applications of Spark; by default the one that is there.",
                        KubeJobOptions.Builder::operator)
                .key(
                        "image",
                        Kinds.text(),
                        "The image of all containers; by default apache/spark of the version.",
                        KubeJobOptions.Builder::image)
                .key(
                        "sparkVersion",
                        Kinds.text(),
                        "The version of Spark in the image; by default 4.2.0.",
                        KubeJobOptions.Builder::sparkVersion)
                .key(
                        "pullPolicy",
                        Kinds.choice(KubeJobOptions.PullPolicy.class),
                        "When nodes fetch the image; by default as Kubernetes does for its tag.",
                        KubeJobOptions.Builder::pullPolicy)
                .key(
                        "pullSecrets",
                        Kinds.list(Kinds.text()),
                        "Secrets of the namespace with the credentials of the image's registry; by default none.",
                        (options, all) -> options.pullSecrets(all.toArray(String[]::new)))
                .key(
                        "serviceAccount",
                        Kinds.text(),
                        "As which drivers and commands act; by default spark.",
                        KubeJobOptions.Builder::serviceAccount)
                .key(
                        "driver",
                        PodKeys.keys().kind(),
                        "The pods of drivers and of commands.",
                        KubeJobOptions.Builder::driver)
                .key("executor", PodKeys.keys().kind(), "The pods of executors.", KubeJobOptions.Builder::executor)
                .key(
                        "volumes",
                        Kinds.list(VolumeKeys.keys().kind()),
                        "What all containers find at a path; by default nothing.",
                        (options, all) -> all.forEach(options::volume))
                .key(
                        "conf",
                        Kinds.map(Kinds.text()),
                        "Spark properties for every job that does not set them itself.",
                        (options, all) -> all.forEach(options::conf))
                .key(
                        "hadoopConf",
                        Kinds.map(Kinds.text()),
                        "Properties of Hadoop, such as fs.s3a.endpoint.",
                        (options, all) -> all.forEach(options::hadoopConf))
                .key(
                        "timeToLive",
                        Kinds.duration(),
                        "How long what has ended is kept; by default 7d.",
                        KubeJobOptions.Builder::timeToLive)
                .key(
                        "restarts",
                        Kinds.integer(0, 100),
                        "How often Kubernetes may start a failed run again; by default 0.",
                        KubeJobOptions.Builder::restarts)
                .key(
                        "queue",
                        Queue.keys().kind(),
                        "Who lets jobs wait in queues; by default nobody.",
                        KubeJobOptions.Builder::queue)
                .key(
                        "suspended",
                        Kinds.yesOrNo(),
                        "Whether jobs are submitted without being started; by default not.",
                        KubeJobOptions.Builder::suspended)
                .key("proxyUser", Kinds.text(), "As whom Spark acts in Hadoop.", KubeJobOptions.Builder::proxyUser)
                .key(
                        "spotExecutors",
                        Kinds.choice(SpotMarket.class),
                        "On whose spare capacity executors run; by default on none.",
                        KubeJobOptions.Builder::spotExecutors)
                .key(
                        "commandTimeout",
                        Kinds.duration(),
                        "After which a command is ended; by default never.",
                        KubeJobOptions.Builder::commandTimeout)
                .key(
                        "bootstrap",
                        Kinds.list(BootstrapKeys.keys().kind()),
                        "Scripts that run in each pod before the main container starts; by default none.",
                        (options, all) -> all.forEach(options::bootstrap))
                .key(
                        "overlay",
                        JsonObjects.kind(),
                        "A JSON merge patch of the object that is sent, for what has no key here.",
                        KubeJobOptions.Builder::overlay)
                .end();
    }

    private enum Scheduler {
        YUNIKORN,
        VOLCANO,
        KUEUE
    }

    private static final class Queue {
        private Scheduler scheduler = Scheduler.YUNIKORN;
        private String name = "";
        private Optional<String> priorityClass = Optional.empty();

        KubeQueue build() {
            if (priorityClass.isPresent() && scheduler != Scheduler.VOLCANO) {
                throw DroverException.invalid("only Volcano takes a priorityClass with its queue");
            }
            return switch (scheduler) {
                case YUNIKORN -> new KubeQueue.YuniKorn(name);
                case VOLCANO -> new KubeQueue.Volcano(name, priorityClass);
                case KUEUE -> new KubeQueue.Kueue(name);
            };
        }

        static Keys<KubeQueue> keys() {
            return Keys.of(Queue::new, Queue::build)
                    .required(
                            "scheduler",
                            Kinds.choice(Scheduler.class),
                            "Whose queues they are.",
                            (queue, scheduler) -> queue.scheduler = scheduler)
                    .required(
                            "name",
                            Kinds.text(),
                            "The queue of jobs that name none.",
                            (queue, name) -> queue.name = name)
                    .key(
                            "priorityClass",
                            Kinds.text(),
                            "Of whole jobs, with Volcano and kubeflow's operator only.",
                            (queue, name) -> queue.priorityClass = Optional.of(name))
                    .end();
        }
    }
}
