package dev.hawser.server.playground.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the {@code preStop} hooks of a pod take.
 *
 * <p>Honoured are {@code sleep.seconds} and {@code exec} of {@code sleep TIME}, also through a shell ({@code sh -c "sleep
 * 30"}); TIME is a number, with an optional suffix s, m or h. No command is ever run: any other hook is skipped. The hooks
 * of several containers run side by side, so the longest counts (Kubernetes, "Container Lifecycle Hooks").
 *
 * @param duration zero without a hook
 * @param skipped the containers whose hook is not honoured
 */
record PreStop(Duration duration, List<String> skipped) {

    private static final Pattern SLEEP =
            Pattern.compile("\\s*(?:\\S*/)?sleep\\s+(\\d{1,9}(?:\\.\\d{1,9})?)([smh]?)\\s*;?\\s*");
    private static final Pattern SHELL = Pattern.compile("(?:\\S*/)?(?:ba|da|a)?sh");

    PreStop {
        skipped = List.copyOf(skipped);
    }

    static PreStop of(PodSpec spec) {
        Duration longest = Duration.ZERO;
        List<String> skipped = new ArrayList<>();
        for (Container container : spec.getContainers()) {
            if (container.getLifecycle() == null || container.getLifecycle().getPreStop() == null) {
                continue;
            }
            Optional<Duration> sleep = sleep(container.getLifecycle().getPreStop());
            if (sleep.isEmpty()) {
                skipped.add(container.getName());
            } else if (sleep.get().compareTo(longest) > 0) {
                longest = sleep.get();
            }
        }
        return new PreStop(longest, skipped);
    }

    private static Optional<Duration> sleep(LifecycleHandler hook) {
        if (hook.getSleep() != null && hook.getSleep().getSeconds() != null) {
            return Optional.of(Duration.ofSeconds(hook.getSleep().getSeconds()));
        }
        return hook.getExec() == null ? Optional.empty() : sleep(hook.getExec().getCommand());
    }

    private static Optional<Duration> sleep(List<String> command) {
        boolean shell = command.size() == 3
                && SHELL.matcher(command.get(0)).matches()
                && command.get(1).equals("-c");
        Matcher matcher = SLEEP.matcher(shell ? command.get(2) : String.join(" ", command));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unitMillis = switch (matcher.group(2)) {
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1_000;
        };
        return Optional.of(Duration.ofMillis(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unitMillis))
                .longValue()));
    }
}
