package dev.hawser.proxy.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the groups of a route's path captured in a request's path. Worked out when it is asked for, which is rare.
 *
 * @param expression matches the beginning of the path
 * @param path the normalized path of the request
 */
record PathCaptures(Pattern expression, String path) {

    /**
     * What a group captured.
     *
     * @param group its number, 0 being the whole match where there are groups, or its name
     * @return {@code null} when there is no such group or it captured nothing
     */
    @Nullable
    String group(String group) {
        int number = numberOf(group);
        Matcher matcher = expression.matcher(path);
        boolean there = number >= 0 && number <= matcher.groupCount() && matcher.groupCount() > 0;
        return there && matcher.lookingAt() ? matcher.group(number) : null;
    }

    private int numberOf(String group) {
        Integer named = expression.namedGroups().get(group);
        if (named != null) {
            return named;
        }
        boolean digits = !group.isEmpty() && group.length() < 6 && group.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(group) : -1;
    }
}
