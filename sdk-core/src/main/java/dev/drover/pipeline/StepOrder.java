package dev.drover.pipeline;

import dev.drover.DroverException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What comes after what, proven to have no circles. */
final class StepOrder {
    private static final int MOST_STEPS = 1_000;
    private static final int MOST_ARROWS = 10_000;

    private StepOrder() {}

    /** For each step, in the order of the list, the steps that must be done before it. */
    static Map<String, List<String>> of(List<Step> steps) {
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw DroverException.invalid("A pipeline has 1 to " + MOST_STEPS + " steps, not " + steps.size() + ".");
        }
        Map<String, List<String>> before = new LinkedHashMap<>();
        List<String> previous = List.of();
        for (Step step : steps) {
            // A set: to say the same step twice is harmless.
            List<String> after = List.copyOf(new LinkedHashSet<>(step.after().orElse(previous)));
            if (before.put(step.name(), after) != null) {
                throw DroverException.invalid("There are two steps '" + step.name() + "'; give one another name.");
            }
            previous = List.of(step.name());
        }
        requireKnown(before);
        requireNoCircle(before);
        return before;
    }

    private static void requireKnown(Map<String, List<String>> before) {
        int arrows = 0;
        for (Map.Entry<String, List<String>> step : before.entrySet()) {
            for (String name : step.getValue()) {
                if (!before.containsKey(name)) {
                    throw DroverException.invalid("Step '" + step.getKey() + "' comes after '" + name
                            + "', and there is no such step; there are " + before.keySet() + ".");
                }
            }
            arrows += step.getValue().size();
        }
        if (arrows > MOST_ARROWS) {
            throw DroverException.invalid("The steps come after others " + arrows + " times in all; at most "
                    + MOST_ARROWS + " is allowed. Let steps come after one that gathers them.");
        }
    }

    /** Takes away steps that wait for nothing until none is left; what stays waits for itself. */
    private static void requireNoCircle(Map<String, List<String>> before) {
        Map<String, List<String>> followers = new LinkedHashMap<>();
        Map<String, Integer> waits = new LinkedHashMap<>();
        Deque<String> free = new ArrayDeque<>();
        before.forEach((step, names) -> {
            waits.put(step, names.size());
            names.forEach(name ->
                    followers.computeIfAbsent(name, n -> new ArrayList<>()).add(step));
            if (names.isEmpty()) {
                free.add(step);
            }
        });
        while (!free.isEmpty()) {
            String done = free.remove();
            waits.remove(done);
            for (String follower : followers.getOrDefault(done, List.of())) {
                if (waits.merge(follower, -1, Integer::sum) == 0) {
                    free.add(follower);
                }
            }
        }
        if (!waits.isEmpty()) {
            throw DroverException.invalid(
                    "Steps come after themselves: " + circle(before, waits.keySet()) + ". Leave one of these out.");
        }
    }

    /** One circle among steps that each wait for another of them. */
    private static String circle(Map<String, List<String>> before, Set<String> waiting) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String step = waiting.iterator().next();
        while (seen.add(step)) {
            path.add(step);
            step = before.getOrDefault(step, List.of()).stream()
                    .filter(waiting::contains)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = new ArrayList<>(path.subList(path.indexOf(step), path.size()));
        circle.add(step);
        return "'" + String.join("' after '", circle) + "'";
    }
}
