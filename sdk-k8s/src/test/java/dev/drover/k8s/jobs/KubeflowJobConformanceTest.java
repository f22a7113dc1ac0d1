package dev.drover.k8s.jobs;

import dev.drover.k8s.SparkOperator;

/** The contract of jobs, with kubeflow's operator. */
class KubeflowJobConformanceTest extends OperatorConformance {
    KubeflowJobConformanceTest() {
        super(SparkOperator.KUBEFLOW);
    }
}
