package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with configurations. */
@Command(
        name = "config",
        description = "Checks drover.yaml.",
        footer = {"", "Example:", "  drover config check"})
final class ConfigGroup {}
