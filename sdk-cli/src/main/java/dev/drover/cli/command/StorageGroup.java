package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with storages. */
@Command(
        name = "storage",
        description = "Lists, reads and writes objects on any storage.",
        footer = {"", "Example:", "  drover storage ls s3://acme-data/in/"})
final class StorageGroup {}
