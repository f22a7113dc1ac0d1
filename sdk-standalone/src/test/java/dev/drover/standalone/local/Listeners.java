package dev.drover.standalone.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The addresses on which a process listens for TCP, as Linux tells in {@code /proc}. */
final class Listeners {
    private static final String LISTEN = "0A";

    private Listeners() {}

    static Set<String> addresses(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        Set<String> addresses = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && inodes.contains(fields[9])) {
                    addresses.add(readable(fields[1].substring(0, fields[1].indexOf(':'))));
                }
            }
        }
        return addresses;
    }

    /** Words of four bytes in the machine's order; an IPv4 address within IPv6 is the last of four. */
    private static String readable(String hex) {
        if (hex.length() == 32 && !hex.startsWith("0000000000000000FFFF0000")) {
            return hex;
        }
        byte[] word = HexFormat.of().parseHex(hex.substring(hex.length() - 8));
        return (word[3] & 255) + "." + (word[2] & 255) + "." + (word[1] & 255) + "." + (word[0] & 255);
    }
}
