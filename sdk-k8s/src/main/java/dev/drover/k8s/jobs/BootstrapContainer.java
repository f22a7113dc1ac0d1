package dev.drover.k8s.jobs;

import dev.drover.bootstrap.BootstrapAction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A script that runs before a pod's main container. Pure. */
final class BootstrapContainer {
    static final String PREFIX = "bootstrap-";
    private static final int LONGEST_NAME = 63;

    private BootstrapContainer() {}

    static Fields of(BootstrapAction action, Order order, List<Fields> environment, List<Fields> mounts) {
        List<Fields> variables = new ArrayList<>(environment);
        new TreeMap<>(action.env())
                .forEach((name, value) ->
                        variables.add(new Fields().set("name", name).set("value", ContainerText.whole(value))));
        List<String> command = new ArrayList<>(
                List.of("timeout", String.valueOf(action.timeout().toSeconds())));
        if (!order.parts().text(action).startsWith("#!")) {
            command.add("bash");
        }
        command.add(Parts.script(action));
        return new Fields()
                .set("name", name(action))
                .set("image", order.options().image())
                .set("imagePullPolicy", order.options().pullPolicy().map(policy -> policy.word()))
                .texts("command", command)
                .texts("args", ContainerText.whole(action.args()))
                .list("env", variables)
                .list("volumeMounts", mounts);
    }

    private static String name(BootstrapAction action) {
        String name = PREFIX + action.name();
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME).replaceAll("-+$", "");
    }
}
