package dev.hawser.config.validation;

import dev.hawser.config.Violation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a document, at which what is wrong can be reported. All places of one document report into the same list;
 * used by one thread.
 */
public final class Place {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final String path;
    private final List<Violation> reports;
    private final Tally tally;

    private Place(String path, List<Violation> reports, Tally tally) {
        this.path = path;
        this.reports = reports;
        this.tally = tally;
    }

    /** How much was reported at a group of places. */
    private static final class Tally {
        int reports;
    }

    /** The document itself; what is reported is added to the given list. */
    public static Place root(List<Violation> reports) {
        return new Place("", reports, new Tally());
    }

    /** A field of the object at this place. */
    public Place field(String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return new Place(path + "[\"" + name + "\"]", reports, tally);
        }
        return new Place(path.isEmpty() ? name : path + "." + name, reports, tally);
    }

    /** An element of the array at this place. */
    public Place item(int index) {
        return new Place(path + "[" + index + "]", reports, tally);
    }

    /** The path from the root of the document: {@code services[0].routes[1].paths[0]}. */
    public String path() {
        return path;
    }

    /** The same place, but what is reported at it and inside of it is counted apart. */
    public Place apart() {
        return new Place(path, reports, new Tally());
    }

    public void report(String message) {
        reports.add(new Violation(path, message));
        tally.reports++;
    }

    /** Whether nothing was reported yet, at this place and all those that are not counted {@link #apart apart}. */
    public boolean clean() {
        return tally.reports == 0;
    }

    @Override
    public String toString() {
        return path;
    }
}
