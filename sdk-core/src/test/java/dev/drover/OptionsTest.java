package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which options a provider is opened with. */
class OptionsTest {
    private final Map<Location, ProviderContext> opened = new HashMap<>();

    private record Account(String name) implements ProviderOptions {}

    private record Network(String name) implements ProviderOptions {}

    private final FakePlatform platform = new FakePlatform() {
        @Override
        public Provider open(Location where, ProviderContext context) {
            opened.put(where, context);
            return this;
        }
    };

    @Test
    void thoseOfTheSchemeHoldWhereTheLocationHasNoneOfTheirType() {
        try (Drover drover = Drover.builder()
                .factories(List.of(platform))
                .configure("fake://", new Account("all"))
                .configure("fake://", new Network("all"))
                .configure("fake://eu", new Account("eu"))
                .build()) {
            drover.clusters("fake://eu");
            drover.clusters("fake://us");
        }

        ProviderContext eu = opened.get(Location.parse("fake://eu"));
        ProviderContext us = opened.get(Location.parse("fake://us"));
        assertThat(eu.options(Account.class)).contains(new Account("eu"));
        assertThat(eu.options(Network.class)).contains(new Network("all"));
        assertThat(us.options(Account.class)).contains(new Account("all"));
        assertThat(us.options(Options.class)).isEqualTo(Optional.empty());
    }

    private record Options() implements ProviderOptions {}
}
