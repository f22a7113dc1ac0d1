package dev.drover.samples.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway calls a run, {@code blue.alice-report-0123456789abcdef}: the cluster's short name and the run's own, which
 * Drover begins with the first part of its key, the user. So an id says by itself whose it is, on every instance of the
 * gateway and after every restart, and nobody can submit under the name of somebody else.
 */
record SubmissionId(String cluster, String run) {
    private static final Pattern TEXT = Pattern.compile("([a-z0-9-]{1,20})\\.([a-z0-9-]{1,63})");

    static Optional<SubmissionId> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches() ? Optional.of(new SubmissionId(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** The name before the first hyphen; names of users have none. */
    String owner() {
        int hyphen = run.indexOf('-');
        return hyphen < 0 ? run : run.substring(0, hyphen);
    }

    boolean belongsTo(User user) {
        return owner().equals(user.name());
    }

    @Override
    public String toString() {
        return cluster + "." + run;
    }
}
