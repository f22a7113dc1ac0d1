package dev.drover.internal.spec;

import dev.drover.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The options of a job that a file has named so far, for a builder that is not there before all of the file is read. */
class JobDraft {
    private final List<Consumer<JobSpec.Builder<?>>> options = new ArrayList<>();

    void option(Consumer<JobSpec.Builder<?>> option) {
        options.add(option);
    }

    JobSpec with(JobSpec.Builder<?> builder) {
        options.forEach(each -> each.accept(builder));
        return builder.build();
    }
}
