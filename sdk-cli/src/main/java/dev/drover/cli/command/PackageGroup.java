package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with packages. */
@Command(
        name = "package",
        description = "Pushes versions of packages to repositories, lists and prunes them.",
        footer = {"", "Example:", "  drover package list s3://acme-code/packages/"})
final class PackageGroup {}
