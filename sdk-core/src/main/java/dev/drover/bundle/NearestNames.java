package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names that somebody may have meant. */
final class NearestNames {
    private static final int SHOWN = 3;

    private NearestNames() {}

    /**
     * The name, if it is one of the files'.
     *
     * @param where "bundle at X", to follow "The"
     * @throws DroverException INVALID_ARGUMENT if it cannot be a name; NOT_FOUND, with the nearest names, if it is none
     */
    static String require(Collection<String> files, String name, String where) {
        if (!files.contains(BundlePath.require(name))) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND, "The " + where + " has no file '" + name + "'." + nearest(files, name));
        }
        return name;
    }

    private static String nearest(Collection<String> files, String name) {
        int tolerance = 1 + name.length() / 3;
        List<String> near = files.stream()
                .filter(file -> distance(name, file) <= tolerance)
                .sorted(Comparator.comparingInt(file -> distance(name, file)))
                .limit(SHOWN)
                .toList();
        if (near.isEmpty()) {
            return " It has " + files.size() + " files, such as "
                    + quoted(files.stream().limit(SHOWN).toList()) + ".";
        }
        return " Did you mean " + quoted(near) + "?";
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    /** Edits from one name to the other; 0 if they differ in their directories or in case alone. */
    private static int distance(String wanted, String file) {
        if (lastSegment(wanted).equalsIgnoreCase(lastSegment(file))) {
            return 0;
        }
        int[] row = new int[file.length() + 1];
        for (int j = 0; j <= file.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= file.length(); j++) {
                int replaced = diagonal + (wanted.charAt(i - 1) == file.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[file.length()];
    }

    private static String lastSegment(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
