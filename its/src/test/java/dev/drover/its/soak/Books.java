package dev.drover.its.soak;

import dev.drover.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The sums over all numbers that were asked for.
 *
 * @param leftProcesses their command lines
 * @param leftFolders in the folder of temporary files
 */
record Books(
        SortedMap<Integer, Account> accounts,
        List<String> leftProcesses,
        List<String> leftFolders,
        Map<String, Long> faults) {

    /** Names and figures, in the order in which they are shown. */
    Map<String, Long> figures() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("asked", (long) accounts.size());
        all.put("succeeded", ended(JobState.SUCCEEDED));
        all.put("failed, as told", ended(JobState.FAILED));
        all.put("lost by the platform, as told", ended(JobState.LOST));
        all.put("attempts", sum(Account::attempts));
        all.put("runs", sum(account -> account.runs().size()));
        all.put("done again after a kill or a loss", sum(Account::again));
        all.put("doubled", (long) doubled().size());
        all.put("lost", (long) lost().size());
        all.put("processes left", (long) leftProcesses.size());
        all.put("temporary folders left", (long) leftFolders.size());
        return all;
    }

    private long ended(JobState state) {
        return accounts.values().stream()
                .filter(account -> account.outcome().filter(state::equals).isPresent())
                .count();
    }

    private long sum(ToLongFunction<Account> of) {
        return accounts.values().stream().mapToLong(of).sum();
    }

    private List<String> doubled() {
        return found(Account::doubled);
    }

    private List<String> lost() {
        return found(Account::lost);
    }

    private List<String> found(Function<Account, List<String>> by) {
        List<String> all = new ArrayList<>();
        accounts.forEach(
                (number, account) -> by.apply(account).forEach(what -> all.add("number " + number + ": " + what)));
        return all;
    }

    /** What must not be, one line each; empty if the books are in order. */
    List<String> findings() {
        List<String> all = new ArrayList<>();
        doubled().forEach(each -> all.add("doubled: " + each));
        lost().forEach(each -> all.add("lost: " + each));
        leftProcesses.forEach(each -> all.add("process left: " + each));
        leftFolders.forEach(each -> all.add("folder left: " + each));
        return all;
    }
}
