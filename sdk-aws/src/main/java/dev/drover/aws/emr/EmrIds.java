package dev.drover.aws.emr;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import java.util.regex.Pattern;

/** The ids that EMR gives. What cannot be one is not asked for: EMR would refuse the whole request. */
final class EmrIds {
    private static final Pattern CLUSTER = Pattern.compile("j-[A-Za-z0-9]{1,60}");
    private static final Pattern STEP = Pattern.compile("s-[A-Za-z0-9]{1,60}");

    private EmrIds() {}

    static boolean isCluster(ClusterId id) {
        return CLUSTER.matcher(id.name()).matches();
    }

    static boolean isStep(JobId id) {
        return STEP.matcher(id.nativeId()).matches() && isCluster(id.cluster());
    }

    /** The cluster's id in EMR's words. */
    static String require(ClusterId id) {
        if (!isCluster(id)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND, "'" + id + "' is no cluster: EMR's ids are like 'j-3KLM4NOPQRST5'.");
        }
        return id.name();
    }

    /** The step's id in EMR's words. */
    static String require(JobId id) {
        require(id.cluster());
        if (!isStep(id)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND, "'" + id + "' is no step: EMR's ids are like 's-2ABC3DEFGHIJ4'.");
        }
        return id.nativeId();
    }
}
