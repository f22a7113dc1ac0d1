package dev.drover.samples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void onlyWhatIsAFaultOfDroverIsCalledOne() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(code -> Problems.status(code) == 500))
                .containsExactly(ErrorCode.INTERNAL);
        assertThat(Problems.status(ErrorCode.PERMISSION_DENIED)).isEqualTo(403);
        assertThat(Problems.status(ErrorCode.UNAUTHENTICATED))
                .as("the gateway's own credentials")
                .isEqualTo(502);
    }

    @Test
    void whatNobodyExpectedIsNotShown() {
        Reply reply = Problems.reply(new IllegalStateException("the password is hunter2"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).doesNotContain("hunter2", "IllegalState");
    }
}
