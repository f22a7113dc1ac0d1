package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with jobs. */
@Command(
        name = "job",
        description = "Submits jobs, follows them, and ends them.",
        footer = {"", "Example:", "  drover job status 'spark://master:7077#driver-20261121093528-0000'"})
final class JobGroup {}
