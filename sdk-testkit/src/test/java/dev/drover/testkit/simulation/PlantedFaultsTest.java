package dev.drover.testkit.simulation;

import static net.bytebuddy.matcher.ElementMatchers.is;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.LedgerEntry;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.submission.Runs;
import dev.drover.internal.submission.Sweeper;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Breaks the core in five known ways and sees the simulation find each. The faults are planted in the loaded classes and
 * taken back afterwards, so that nothing of them stands in the core.
 */
class PlantedFaultsTest {
    private static final String SUBMISSION = "dev.drover.internal.submission.";

    private static Instrumentation jvm;

    private final List<ResettableClassFileTransformer> planted = new ArrayList<>();

    @BeforeAll
    static void attach() {
        jvm = ByteBuddyAgent.install();
    }

    @AfterEach
    void takeBack() {
        planted.forEach(fault -> assertThat(fault.reset(jvm, RedefinitionStrategy.RETRANSFORMATION))
                .isTrue());
    }

    private void plant(Class<?> where, AsmVisitorWrapper fault) {
        planted.add(new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .type(is(where))
                .transform((builder, type, loader, module, domain) -> builder.visit(fault))
                .installOn(jvm));
    }

    private static void assertFound(String broken) throws InterruptedException {
        assertThat(new Seeds(0, 20_000).run(found -> found.contains(broken)).broken())
                .anyMatch(found -> found.contains(broken));
    }

    @Test
    void nothingIsFoundWithoutAFault() throws InterruptedException {
        assertThat(new Seeds(0, 500).run().broken()).isEmpty();
    }

    @Test
    void aBlindRetryAfterALostResponseIsFound() throws Exception {
        plant(
                Class.forName(SUBMISSION + "Sending"),
                Advice.to(NothingMayArrive.class).on(named("mayStillArrive")));

        assertFound("was accepted 2 times");
    }

    @Test
    void aLedgerWithoutEpochsIsFound() throws Exception {
        plant(KeyLedger.class, Advice.to(AppendAlwaysWins.class).on(named("append")));

        assertFound("accepted");
    }

    @Test
    void aMissingSweepIsFound() throws Exception {
        plant(Sweeper.class, Advice.to(NoSweep.class).on(named("sweep").and(takesArguments(2))));

        assertFound("was not reported");
    }

    @Test
    void movingOnWhileTheOutcomeIsUnknownIsFound() throws Exception {
        plant(DroverException.class, Advice.to(NothingHappened.class).on(named("effect")));

        assertFound("was accepted 2 times");
    }

    @Test
    void cancellingBeforeTheRecordIsWonIsFound() throws Exception {
        plant(
                Class.forName(SUBMISSION + "Recorder"),
                Advice.to(CancelsFirst.class).on(named("record").and(takesArguments(3))));

        assertFound("the run that counts");
    }

    // The faults: what a method returns is called "unused", since nothing here reads it.

    static final class NothingMayArrive {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean unused) {
            unused = false;
        }
    }

    static final class AppendAlwaysWins {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean unused) {
            unused = true;
        }
    }

    static final class NoSweep {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }

        @Advice.OnMethodExit
        static void nothing(@Advice.Return(readOnly = false) List<?> unused) {
            unused = List.of();
        }
    }

    static final class NothingHappened {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Effect unused) {
            unused = Effect.NONE;
        }
    }

    static final class CancelsFirst {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue("work") Runs work,
                @Advice.Argument(0) LedgerEntry intent,
                @Advice.Argument(1) String id) {
            PlantedFaults.cancelOthers(work, intent, id);
        }
    }
}
