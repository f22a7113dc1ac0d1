package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Resource;

/** A kind of objects that are runs: how they are written, read and ended. Pure. */
interface Kind {

    Resource<JsonObject> resource();

    /** The object for a job, without name and labels of its own: {@link Manifest} sets these. */
    Fields object(Order order);

    /** Where a run stands. */
    Reading read(JsonObject object);

    /** What to change in the object's {@code spec} so that the run ends, and its record stays. */
    Fields ending();

    /** Whether that leaves the driver's pod, which is then to be deleted. */
    boolean leavesItsPod();

    /** Whether the object tells the exit code; otherwise the pod does. */
    default boolean tellsExitCode() {
        return true;
    }
}
