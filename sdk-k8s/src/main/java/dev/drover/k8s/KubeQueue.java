package dev.drover.k8s;

import dev.drover.DroverException;
import java.util.Optional;

/**
 * Who lets jobs wait in queues, and the queue of jobs that name none by {@link dev.drover.JobOptions#queue}.
 */
public sealed interface KubeQueue {

    /** The queue's name. */
    String queue();

    /**
     * The scheduler <a href="https://yunikorn.apache.org/docs/user_guide/workloads/run_spark">YuniKorn</a>.
     *
     * @param queue such as {@code root.etl}
     */
    record YuniKorn(String queue) implements KubeQueue {
        public YuniKorn {
            require(queue);
        }
    }

    /**
     * The scheduler <a href="https://volcano.sh/en/docs/spark_on_volcano/">Volcano</a>.
     *
     * @param priorityClass of the whole job; only with kubeflow's operator
     */
    record Volcano(String queue, Optional<String> priorityClass) implements KubeQueue {
        public Volcano {
            require(queue);
        }

        public Volcano(String queue) {
            this(queue, Optional.empty());
        }
    }

    /**
     * <a href="https://kueue.sigs.k8s.io/docs/tasks/run/sparkapplications/">Kueue</a>, beside any scheduler: for commands
     * and kubeflow's operator, since the released ones of Apache's do not know it.
     *
     * @param queue a LocalQueue in the namespace
     */
    record Kueue(String queue) implements KubeQueue {
        public Kueue {
            require(queue);
        }
    }

    private static void require(String queue) {
        if (!queue.matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")) {
            throw DroverException.invalid("'" + queue + "' cannot name a queue: it becomes a label, which has 1 to 63"
                    + " letters, digits, hyphens, dots and underscores.");
        }
    }
}
