package dev.drover.internal.pipeline.report;

import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How reports say things. Colours never say anything alone: each state has a sign and a word. */
final class Words {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    static String minutes(Instant at) {
        return MINUTES.format(at);
    }

    static String day(Instant at) {
        return DAY.format(at);
    }

    /** The two largest units: {@code 2 h 05 min}. */
    static String duration(Duration time) {
        Duration positive = time.isNegative() ? Duration.ZERO : time;
        if (positive.compareTo(Duration.ofSeconds(1)) < 0) {
            return positive.toMillis() + " ms";
        }
        if (positive.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", positive.toMillis() / 1000.0);
        }
        if (positive.compareTo(Duration.ofMinutes(1)) < 0) {
            return positive.toSeconds() + " s";
        }
        if (positive.compareTo(Duration.ofHours(1)) < 0) {
            return two(positive.toMinutes(), "min", positive.toSecondsPart(), "s");
        }
        if (positive.compareTo(Duration.ofDays(1)) < 0) {
            return two(positive.toHours(), "h", positive.toMinutesPart(), "min");
        }
        return two(positive.toDays(), "d", positive.toHoursPart(), "h");
    }

    private static String two(long large, String unit, int small, String part) {
        return small == 0 ? large + " " + unit : String.format(Locale.ROOT, "%d %s %02d %s", large, unit, small, part);
    }

    static String word(StepState state) {
        return switch (state) {
            case WAITING -> "not begun";
            case QUEUED -> "queued";
            case RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case WARNED -> "warned";
            case FAILED -> "failed";
            case TIMED_OUT -> "timed out";
            case CANCELLED -> "cancelled";
            case LOST -> "lost";
            case UNKNOWN -> "unknown";
            case SKIPPED -> "skipped";
        };
    }

    static String sign(StepState state) {
        return switch (state) {
            case WAITING -> "\u25CB";
            case QUEUED -> "\u25D4";
            case RUNNING -> "\u25B6";
            case SUCCEEDED -> "\u2713";
            case WARNED -> "!";
            case FAILED, TIMED_OUT -> "\u2717";
            case CANCELLED -> "\u2298";
            case LOST, UNKNOWN -> "?";
            case SKIPPED -> "\u2013";
        };
    }

    /** The class of style: what a state comes to. */
    static String tone(StepState state) {
        return switch (state) {
            case SUCCEEDED -> "good";
            case WARNED -> "warn";
            case FAILED, TIMED_OUT, LOST, UNKNOWN -> "bad";
            case RUNNING, QUEUED -> "live";
            case WAITING, CANCELLED, SKIPPED -> "idle";
        };
    }

    static String word(PipelineState state) {
        return switch (state) {
            case RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case WARNED -> "stopped by a warning";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case TIMED_OUT -> "took too long";
            case INTERRUPTED -> "interrupted";
        };
    }

    static String tone(PipelineState state) {
        return switch (state) {
            case SUCCEEDED -> "good";
            case WARNED -> "warn";
            case FAILED, TIMED_OUT -> "bad";
            case RUNNING -> "live";
            case CANCELLED, INTERRUPTED -> "idle";
        };
    }
}
