package dev.drover.gcp.internal;

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
 * A small catalogue of Compute Engine's machine types: the general-purpose families with processors of x86. Facts of
 * Google's own pages, which the resource file names; no prices. Immutable.
 *
 * <p>The smallest type that is large enough is the one with the fewest vCPUs, then with the least memory, then the one
 * that the file names first, which starts from every kind of disk.
 */
public final class MachineCatalogue {
    private static final String RESOURCE = "machines.txt";

    private record Entry(String type, Resources resources) {}

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
        return new Entry(words[0], Resources.of(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
    }

    /** What a type has; empty for one that the catalogue does not hold. */
    public Optional<Resources> of(String type) {
        return entries.stream()
                .filter(entry -> entry.type().equals(type))
                .map(Entry::resources)
                .findFirst();
    }

    /**
     * The type's name; one that is named outright is taken as it is, whether the catalogue holds it or not.
     *
     * @throws DroverException INVALID_ARGUMENT if none is large enough
     */
    public String type(Machine machine) {
        return machine instanceof Machine.Type named ? named.name() : smallest(((Machine.AtLeast) machine).resources());
    }

    private String smallest(Resources atLeast) {
        return entries.stream()
                .filter(entry -> entry.resources().cores() >= atLeast.cores()
                        && entry.resources().memoryMiB() >= atLeast.memoryMiB())
                .min(bySize())
                .map(Entry::type)
                .orElseThrow(() -> tooLarge(atLeast));
    }

    /** Stable: equal types stay in the file's order. */
    private static Comparator<Entry> bySize() {
        return Comparator.<Entry>comparingInt(entry -> entry.resources().cores())
                .thenComparingInt(entry -> entry.resources().memoryMiB());
    }

    private DroverException tooLarge(Resources atLeast) {
        Entry largest = entries.stream().max(bySize()).orElseThrow();
        return DroverException.invalid("No machine type of the catalogue has at least " + atLeast
                + "; the largest one is " + largest.type() + " with " + largest.resources()
                + ". Name a larger type outright.");
    }
}
