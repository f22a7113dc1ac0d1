package dev.drover.internal.guard;

/** What is kept for one endpoint of the platforms. */
final class Endpoint {
    private final String name;
    private final Breaker breaker;
    private final Places places;
    private volatile long lastUsed;

    Endpoint(String name, Breaker breaker, Places places, long now) {
        this.name = name;
        this.breaker = breaker;
        this.places = places;
        this.lastUsed = now;
    }

    String name() {
        return name;
    }

    Breaker breaker() {
        return breaker;
    }

    Places places() {
        return places;
    }

    void used(long now) {
        lastUsed = now;
    }

    /** Whether nothing would be lost with it. */
    boolean forgettable(long unusedSince) {
        return lastUsed < unusedSince && breaker.closed() && places.taken() == 0;
    }
}
