package dev.drover.k8s.fake;

/** What answers the requests that get through. */
@FunctionalInterface
interface Server {
    Result answer(Call call, Request request);
}
