package dev.drover.samples.scheduling;

import java.util.ArrayList;
import java.util.List;

/**
 * What one run of {@link MixedLoad} has printed; in milliseconds since its beginning.
 *
 * @param setting in words
 */
record Observed(String setting, List<Job> jobs, List<Executor> executors) {

    /** A job waits from when it is asked for until it gets its first core. */
    record Job(String name, long asked, long started, long ended) {
        boolean isShort() {
            return name.startsWith("short");
        }

        long waited() {
            return started - asked;
        }

        long took() {
            return ended - asked;
        }
    }

    record Executor(long came, long went) {}

    static Observed of(String setting, List<String> log) {
        List<Job> jobs = new ArrayList<>();
        List<Executor> executors = new ArrayList<>();
        for (String line : log) {
            String[] parts = line.split("\t", -1);
            if (!parts[0].equals("timeline")) {
                continue;
            }
            if (parts[1].equals("job")) {
                jobs.add(new Job(
                        parts[2], Long.parseLong(parts[3]), Long.parseLong(parts[4]), Long.parseLong(parts[5])));
            } else {
                executors.add(new Executor(Long.parseLong(parts[3]), Long.parseLong(parts[4])));
            }
        }
        if (jobs.isEmpty()) {
            throw new IllegalStateException("The application has printed no timeline.");
        }
        return new Observed(setting, List.copyOf(jobs), List.copyOf(executors));
    }

    /** When the last job ended. */
    long end() {
        return jobs.stream().mapToLong(Job::ended).max().orElseThrow();
    }

    /** The middle one of how long short jobs took, from asking to end. */
    long medianOfShortJobs() {
        List<Long> sorted =
                jobs.stream().filter(Job::isShort).map(Job::took).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    long longestWait() {
        return jobs.stream().mapToLong(Job::waited).max().orElseThrow();
    }

    /** How long executors were held until the last job ended, all together. */
    long executorTime() {
        return executors.stream()
                .mapToLong(executor -> Math.max(0, Math.min(executor.went(), end()) - executor.came()))
                .sum();
    }

    /** How many executors there were at a time. */
    long executorsAt(long time) {
        return executors.stream()
                .filter(executor -> executor.came() <= time && time < executor.went())
                .count();
    }
}
