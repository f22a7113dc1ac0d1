package dev.drover.internal.diagnosis;

import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause.Category;
import java.util.Optional;

/** What a run's status says of its end, for a run whose log says nothing. */
record Told(Category category, String message) {

    static Told by(JobStatus status) {
        if (status.state() == JobState.LOST) {
            return new Told(
                    Category.LOST_CAPACITY, status.detail().orElse("it is gone, and its outcome is not on record"));
        }
        Optional<Told> detail =
                status.detail().map(text -> new Told(Categories.of(new Thrown(Optional.empty(), text, 0)), text));
        Optional<Told> code = status.exitCode().stream().mapToObj(Told::by).findFirst();
        return detail.map(told -> code.map(told::and).orElse(told))
                .or(() -> code)
                .orElseGet(() -> new Told(Category.UNKNOWN, "its log shows no exception"));
    }

    private static Told by(int code) {
        ExitCodes.Meaning meaning = ExitCodes.of(code);
        return new Told(meaning.category(), "it " + meaning.meaning());
    }

    private Told and(Told other) {
        return new Told(category == Category.UNKNOWN ? other.category : category, message + "; " + other.message);
    }
}
