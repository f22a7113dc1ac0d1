package dev.drover.k8s.jobs;

import java.util.List;

/** Texts that Kubernetes hands to containers. */
final class ContainerText {

    private ContainerText() {}

    /**
     * Written so that it arrives as it is: Kubernetes replaces <a
     * href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">$(NAME)</a>,
     * and of two dollar signs it takes one away.
     */
    static String whole(String text) {
        return text.contains("$(") || text.contains("$$") ? text.replace("$", "$$") : text;
    }

    static List<String> whole(List<String> texts) {
        return texts.stream().map(ContainerText::whole).toList();
    }
}
