package dev.drover.k8s;

/** Who turns applications of Spark into pods. */
public enum SparkOperator {
    /** The one whose kind of objects the cluster serves. */
    DETECTED,
    /** <a href="https://www.kubeflow.org/docs/components/spark-operator/">Kubeflow's</a>, 2.4 or later: {@code sparkoperator.k8s.io}. */
    KUBEFLOW,
    /** <a href="https://apache.github.io/spark-kubernetes-operator/">Apache's</a>, 1.0 or later: {@code spark.apache.org}. */
    APACHE
}
