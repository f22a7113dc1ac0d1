package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with clusters. */
@Command(
        name = "cluster",
        description = "Makes, looks at, changes and ends clusters.",
        footer = {"", "Example:", "  drover cluster list emr://eu-west-1"},
        subcommands = {ClusterCreate.class, ClusterPlanVerb.class, ClusterList.class, ClusterInfo.class, ClusterResize.class, ClusterAdd.class, ClusterRemove.class, ClusterKill.class})
final class ClusterGroup {}
