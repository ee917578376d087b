package dev.hawser.benchmarks;

/** A place in a document where results go: what stands between two markers. */
public enum DocumentPlace {
    /** Of the benchmarks of single steps. */
    STEPS("results"),
    /** Of the comparison with other proxies. */
    COMPARISON("comparison");

    private final String begin;
    private final String end;

    DocumentPlace(String name) {
        this.begin = "<!-- " + name + ": begin -->";
        this.end = "<!-- " + name + ": end -->";
    }

    /**
     * Puts tables there.
     *
     * @throws IllegalArgumentException when the document has no such place
     */
    public String replaceIn(String document, String tables) {
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "document: no place for results (expected: " + begin + " … " + end + ")");
        }
        return document.substring(0, from + begin.length()) + "\n" + tables + document.substring(to);
    }
}
