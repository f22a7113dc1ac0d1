package dev.drover.aws.fake;

import com.github.tomakehurst.wiremock.http.Request;
import java.util.Optional;

/** One service of AWS, with state. Safe for use by many threads. */
public interface FakeService {

    /** The name of the operation that a request asks for, if it is one of this service's. */
    Optional<String> operation(Request request);

    /** Does it, and answers. */
    Reply perform(String operation, Request request) throws Exception;

    /** An error, as this service's protocol says it. */
    Reply error(int status, String code, String message);
}
