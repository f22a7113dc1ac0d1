package dev.drover.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Which verbs stand under which word. The model of them all takes longer than most commands do, so only what is wanted is
 * made.
 */
public final class Verbs {
    private static final Map<String, Group> GROUPS = groups();

    private Verbs() {}

    private record Group(Supplier<Object> word, List<Supplier<Object>> verbs) {}

    private static Map<String, Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        groups.put(
                "cluster",
                new Group(
                        ClusterGroup::new,
                        List.of(
                                ClusterCreate::new,
                                ClusterPlanVerb::new,
                                ClusterList::new,
                                ClusterInfo::new,
                                ClusterResize::new,
                                ClusterAdd::new,
                                ClusterRemove::new,
                                ClusterDetach::new,
                                ClusterKill::new,
                                ClusterReap::new,
                                ClusterRunScript::new)));
        groups.put(
                "job",
                new Group(
                        JobGroup::new,
                        List.of(
                                JobSubmit::new,
                                JobStatusVerb::new,
                                JobWait::new,
                                JobLogsVerb::new,
                                JobCancel::new,
                                JobList::new)));
        groups.put(
                "storage",
                new Group(
                        StorageGroup::new,
                        List.of(StorageLs::new, StoragePut::new, StorageGet::new, StorageRm::new, StorageStat::new)));
        groups.put(
                "package",
                new Group(PackageGroup::new, List.of(PackagePush::new, PackageList::new, PackagePrune::new)));
        groups.put(
                "pipeline",
                new Group(
                        PipelineGroup::new,
                        List.of(
                                PipelineRunVerb::new,
                                PipelineResume::new,
                                PipelineStatus::new,
                                PipelineReportVerb::new)));
        groups.put("pool", new Group(PoolGroup::new, List.of(PoolStatus::new, PoolDrain::new, PoolUndrain::new)));
        groups.put("config", new Group(ConfigGroup::new, List.of(ConfigCheck::new, ConfigSchema::new)));
        return groups;
    }

    /** Adds all groups, with the verbs of those that are wanted. */
    public static void addTo(CommandLine root, Predicate<String> wanted) {
        GROUPS.forEach((name, group) -> {
            CommandLine word = new CommandLine(group.word().get());
            root.addSubcommand(word);
            if (wanted.test(name)) {
                group.verbs().forEach(verb -> word.addSubcommand(verb.get()));
            }
        });
        root.addSubcommand(new Completion());
    }
}
