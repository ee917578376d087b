package dev.hawser.config.validation;

import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;

/** What a target must fulfil (Kong Gateway 3.9, entity {@code targets}). */
final class TargetRules {

    private TargetRules() {}

    static void check(Located.Member member, Place at) {
        Target target = member.target();
        try {
            TargetAddress.parse(target.target());
        } catch (IllegalArgumentException e) {
            at.field("target").report(String.valueOf(e.getMessage()));
        }
        Syntax.between(target.weight(), 0, Target.MAX_WEIGHT, at.field("weight"));
        Syntax.tags(target.tags(), at.field("tags"));
    }
}
