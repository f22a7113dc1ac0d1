package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What nodes have said of their start on their consoles, which EC2 keeps for about an hour after a machine has ended; see
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html">GetConsoleOutput</a>.
 */
final class Consoles {
    /** The most machines that are asked for one status. */
    static final int MOST = 3;

    private static final Pattern MARKED = Pattern.compile("^.*?DROVER: ");
    private static final String HOST_KEY = "host key: ";
    private static final int MOST_LINES = 21;

    private final Ec2Calls calls;

    Consoles(Ec2Calls calls) {
        this.calls = calls;
    }

    /** Why nodes ended, in their own words; those that have said nothing are left out. */
    Map<Node, String> lastWords(List<Node> nodes, CallContext context) {
        Map<Node, String> found = new LinkedHashMap<>();
        for (Node node : nodes.subList(0, Math.min(MOST, nodes.size()))) {
            lastWords(read(node, context)).ifPresent(words -> found.put(node, words));
        }
        return found;
    }

    /** The public host keys of a node's SSH server, as type and base64; empty until it has said them. */
    Set<String> hostKeys(Node node, CallContext context) {
        return said(read(node, context)).stream()
                .filter(line -> line.startsWith(HOST_KEY))
                .map(line -> line.substring(HOST_KEY.length()).strip())
                .collect(Collectors.toSet());
    }

    /** Without the right to read consoles the status is still worth having. */
    private String read(Node node, CallContext context) {
        try {
            return calls.console(node.id(), context);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.PERMISSION_DENIED || e.code() == ErrorCode.NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }

    /** From the line that says why, on. */
    static Optional<String> lastWords(String console) {
        List<String> said = said(console);
        for (int i = said.size() - 1; i >= 0; i--) {
            if (said.get(i).startsWith("failed: ") || said.get(i).startsWith("ended: ")) {
                return Optional.of(said.stream().skip(i).limit(MOST_LINES).collect(Collectors.joining("\n")));
            }
        }
        return Optional.empty();
    }

    /** Drover's own lines of a console. */
    static List<String> said(String console) {
        return console.lines()
                .filter(line -> line.contains("DROVER: "))
                .map(line -> MARKED.matcher(line).replaceFirst(""))
                .toList();
    }
}
