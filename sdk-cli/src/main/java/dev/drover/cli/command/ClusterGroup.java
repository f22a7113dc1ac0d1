package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with clusters. */
@Command(
        name = "cluster",
        description = "Makes, looks at, changes and ends clusters.",
        footer = {"", "Example:", "  drover cluster list emr://eu-west-1"})
final class ClusterGroup {}
