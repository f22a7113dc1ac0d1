package dev.drover.internal.guard;

import dev.drover.GuardOptions;
import dev.drover.Location;
import dev.drover.spi.NativeCall;
import dev.drover.spi.RateBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of each account of one platform: those that the platform declares and those that the user adds. A platform
 * without accounts has buckets for each location.
 */
final class Budgets {
    private static final TokenBucket[] NONE = {};

    private final List<RateBudget> declared;
    private final GuardOptions options;
    private final Map<Object, OfAccount> accounts = new ConcurrentHashMap<>();

    Budgets(List<RateBudget> declared, GuardOptions options) {
        this.declared = List.copyOf(declared);
        this.options = options;
    }

    /** Those that a call draws from; not to be changed. */
    TokenBucket[] of(NativeCall call, Location where) {
        Object owner = call.account().isEmpty() ? where : call.account();
        OfAccount account = accounts.get(owner);
        return (account != null ? account : accounts.computeIfAbsent(owner, unused -> open(call.account())))
                .of(call.api());
    }

    private OfAccount open(String account) {
        List<RateBudget> all = new ArrayList<>(declared);
        all.addAll(options.budgets(account));
        List<TokenBucket> forAll = new ArrayList<>();
        Map<String, List<TokenBucket>> some = new HashMap<>();
        for (RateBudget budget : all) {
            TokenBucket bucket = new TokenBucket(budget);
            if (budget.api().equals(RateBudget.ALL)) {
                forAll.add(bucket);
            } else {
                some.computeIfAbsent(budget.api(), api -> new ArrayList<>()).add(bucket);
            }
        }
        Map<String, TokenBucket[]> byApi = new HashMap<>();
        some.forEach((api, buckets) -> {
            buckets.addAll(forAll);
            byApi.put(api, buckets.toArray(NONE));
        });
        return new OfAccount(byApi, forAll.toArray(NONE));
    }

    /** Buckets by what they limit. */
    private static final class OfAccount {
        private final Map<String, TokenBucket[]> byApi;
        private final TokenBucket[] others;

        OfAccount(Map<String, TokenBucket[]> byApi, TokenBucket[] others) {
            this.byApi = byApi;
            this.others = others;
        }

        TokenBucket[] of(String api) {
            TokenBucket @Nullable [] own = byApi.get(api);
            return own != null ? own : others;
        }
    }
}
