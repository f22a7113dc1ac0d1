package dev.drover.testkit.fault;

import dev.drover.DroverException;
import dev.drover.spi.Safety;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The operations of the pretended platform, by the names under which they are counted and faulted. */
public enum MemApi {
    CREATE_CLUSTER("CreateCluster", Safety.UNSAFE),
    FIND_CLUSTERS("FindClusters", Safety.READ),
    DESCRIBE_CLUSTER("DescribeCluster", Safety.READ),
    LIST_CLUSTERS("ListClusters", Safety.READ),
    RESIZE_CLUSTER("ResizeCluster", Safety.KEYED),
    TERMINATE_CLUSTER("TerminateCluster", Safety.KEYED),
    SUBMIT_JOB("SubmitJob", Safety.UNSAFE),
    FIND_JOBS("FindJobs", Safety.READ),
    DESCRIBE_JOBS("DescribeJobs", Safety.READ),
    LIST_JOBS("ListJobs", Safety.READ),
    CANCEL_JOB("CancelJob", Safety.KEYED),
    STAT_LOG("StatLog", Safety.READ),
    READ_LOG("ReadLog", Safety.READ),
    GET_METRICS("GetMetrics", Safety.READ),
    STAT_OBJECT("StatObject", Safety.READ),
    GET_OBJECT("GetObject", Safety.READ),
    LIST_OBJECTS("ListObjects", Safety.READ),
    PUT_OBJECT("PutObject", Safety.KEYED),
    /** A repeat finds the object of the first and cannot tell that it is its own. */
    CREATE_OBJECT("CreateObject", Safety.UNSAFE),
    COPY_OBJECT("CopyObject", Safety.KEYED),
    DELETE_OBJECTS("DeleteObjects", Safety.KEYED);

    private final String text;
    private final Safety safety;

    MemApi(String text, Safety safety) {
        this.text = text;
        this.safety = safety;
    }

    /**
     * The operation of this name.
     *
     * @throws DroverException INVALID_ARGUMENT, naming those that there are
     */
    public static MemApi of(String text) {
        return Arrays.stream(values())
                .filter(api -> api.text.equals(text))
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("mem has no operation '" + text + "'; it has "
                        + Arrays.stream(values()).map(api -> api.text).collect(Collectors.joining(", ")) + "."));
    }

    /** Whether a repeat is harmless, unless the platform was set to recognise repeats. */
    public Safety safety() {
        return safety;
    }

    /** The name as calls carry it. */
    @Override
    public String toString() {
        return text;
    }
}
