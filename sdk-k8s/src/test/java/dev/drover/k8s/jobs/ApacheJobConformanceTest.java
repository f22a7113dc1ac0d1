package dev.drover.k8s.jobs;

import dev.drover.k8s.SparkOperator;

/** The contract of jobs, with Apache's operator. */
class ApacheJobConformanceTest extends OperatorConformance {
    ApacheJobConformanceTest() {
        super(SparkOperator.APACHE);
    }
}
