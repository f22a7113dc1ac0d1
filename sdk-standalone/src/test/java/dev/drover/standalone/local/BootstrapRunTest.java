package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapRunTest {

    static List<Arguments> scripts() {
        return List.of(
                Arguments.of("echo a", List.of("bash")),
                Arguments.of("#!/bin/sh", List.of("/bin/sh")),
                Arguments.of("#!/bin/sh\necho a\n", List.of("/bin/sh")),
                Arguments.of("#!/bin/sh\r\necho a\r\n", List.of("/bin/sh")),
                Arguments.of("#! /usr/bin/env  python3 \nprint()\n", List.of("/usr/bin/env", "python3")),
                Arguments.of("#!/usr/bin/env -S bash -eu\n", List.of("/usr/bin/env", "-S bash -eu")),
                Arguments.of("# !/bin/sh\n", List.of("bash")),
                Arguments.of("#!\necho a\n", List.of("bash")));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theFirstLineNamesTheInterpreter(String script, List<String> interpreter) {
        assertThat(BootstrapRun.interpreter(script)).isEqualTo(interpreter);
    }
}
