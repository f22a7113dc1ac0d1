package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Resource;
import java.time.Instant;
import java.util.Optional;

/** A kind of objects that are runs: how they are written, read and ended. Pure. */
interface Kind {

    Resource<JsonObject> resource();

    /** The object for a job, without name and labels of its own: {@link Manifest} sets these. */
    Fields object(Order order);

    /** Where a run stands, and since when. */
    default Reading read(JsonObject object) {
        return state(object)
                .of(new Reading.Life(Marks.label(object, Marks.ATTEMPT), Marks.created(object), endedAt(object)));
    }

    /** Where a run stands. */
    Reading state(JsonObject object);

    /** When a run ended, as far as its object says. */
    Optional<Instant> endedAt(JsonObject object);

    /** What to change in the object's {@code spec} so that the run ends, and its record stays. */
    Fields ending();

    /** Whether that leaves the driver's pod, which is then to be deleted. */
    boolean leavesItsPod();

    /** Whether the object tells the exit code; otherwise the pod does. */
    default boolean tellsExitCode() {
        return true;
    }
}
