package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with pools. */
@Command(
        name = "pool",
        description = "Looks at pools, and takes clusters out of them and back in.",
        footer = {"", "Example:", "  drover pool status etl"})
final class PoolGroup {}
