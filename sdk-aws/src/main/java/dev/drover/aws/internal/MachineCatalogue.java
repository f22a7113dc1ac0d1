package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.Machine;
import dev.drover.Resources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A small catalogue of EC2's machine types: general purpose, compute and memory families from {@code large} to
 * {@code 16xlarge}. Facts of AWS's own pages, which the resource file names; no prices. Immutable.
 *
 * <p>The smallest type that is large enough is the one with the fewest vCPUs, then with the least memory, then the one
 * that the file names first, which is the newest generation. That is also the order of prices within one generation and
 * region, because a family with more memory costs less than the next size of one with less. Types of one architecture
 * only are compared, since a machine image of one does not start on the other.
 *
 * <p>Not every service takes every type: EMR begins at {@code xlarge}, so ask for at least 4 cores there.
 */
public final class MachineCatalogue {
    private static final String RESOURCE = "machines.txt";

    /** Of processors, in AWS's words. */
    public enum Architecture {
        X86_64("x86_64"),
        ARM64("arm64");

        private final String word;

        Architecture(String word) {
            this.word = word;
        }

        /** As EC2's API says it. */
        public String word() {
            return word;
        }
    }

    private record Entry(String type, Architecture architecture, Resources resources) {}

    private final List<Entry> entries;

    private MachineCatalogue(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the catalogue. */
    public static MachineCatalogue load() {
        try (InputStream in = MachineCatalogue.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new MachineCatalogue(lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MachineCatalogue::entry)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " of the class path cannot be read", e);
        }
    }

    private static Entry entry(String line) {
        String[] words = line.split(" ", -1);
        Architecture architecture =
                words[1].equals(Architecture.ARM64.word()) ? Architecture.ARM64 : Architecture.X86_64;
        return new Entry(words[0], architecture, Resources.of(Integer.parseInt(words[2]), Integer.parseInt(words[3])));
    }

    /** The smallest x86 type with so much, the operating system's share included. */
    public String smallest(Resources atLeast) {
        return smallest(atLeast, Architecture.X86_64);
    }

    /**
     * The smallest type of an architecture with so much, the operating system's share included.
     *
     * @throws DroverException INVALID_ARGUMENT if none is large enough
     */
    public String smallest(Resources atLeast, Architecture architecture) {
        return entries.stream()
                .filter(entry -> entry.architecture() == architecture)
                .filter(entry -> entry.resources().cores() >= atLeast.cores()
                        && entry.resources().memoryMiB() >= atLeast.memoryMiB())
                .min(bySize())
                .map(Entry::type)
                .orElseThrow(() -> tooLarge(atLeast, architecture));
    }

    /** What a type has; empty for one that the catalogue does not hold. */
    public Optional<Resources> of(String type) {
        return entries.stream()
                .filter(entry -> entry.type().equals(type))
                .map(Entry::resources)
                .findFirst();
    }

    /** The type's name; one that is named outright is taken as it is, whether the catalogue holds it or not. */
    public String type(Machine machine) {
        return type(machine, Architecture.X86_64);
    }

    /** The same, with another architecture for machines that are not named outright. */
    public String type(Machine machine, Architecture architecture) {
        if (machine instanceof Machine.Type named) {
            return named.name();
        }
        return smallest(((Machine.AtLeast) machine).resources(), architecture);
    }

    /** Stable: equal types stay in the file's order. */
    private static Comparator<Entry> bySize() {
        return Comparator.<Entry>comparingInt(entry -> entry.resources().cores())
                .thenComparingInt(entry -> entry.resources().memoryMiB());
    }

    private DroverException tooLarge(Resources atLeast, Architecture architecture) {
        Entry largest = entries.stream()
                .filter(entry -> entry.architecture() == architecture)
                .max(bySize())
                .orElseThrow();
        return DroverException.invalid("No machine type of the catalogue has at least " + atLeast
                + "; the largest one is " + largest.type() + " with " + largest.resources()
                + ". Name a larger type outright.");
    }
}
