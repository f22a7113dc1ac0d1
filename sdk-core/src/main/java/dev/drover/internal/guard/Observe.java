package dev.drover.internal.guard;

import dev.drover.DroverListener.Refusal;

/** The outermost ring: marks the thread's log lines with the operation's subject, and tells of calls that were not sent. */
final class Observe implements Stage {
    private final Stage next;
    private final CallEvents events;

    Observe(Stage next, CallEvents events) {
        this.next = next;
        this.events = events;
    }

    @Override
    public <T> T run(GuardedCall<T> call) {
        Marks marks = call.context().marks();
        if (marks == null) {
            return observed(call);
        }
        Marks covered = marks.show();
        try {
            return observed(call);
        } finally {
            marks.restore(covered);
        }
    }

    private <T> T observed(GuardedCall<T> call) {
        try {
            return next.run(call);
        } catch (CallFailure failed) {
            failed.refusal().ifPresent((Refusal why) -> events.refused(call, why));
            throw call.error(failed, "");
        }
    }
}
