package dev.hawser.server.playground.api.protobuf;

/**
 * One field of a message.
 *
 * @param name in JSON; {@code .} for a field whose content belongs to the object around it
 * @param type {@code string}, {@code bytes}, {@code bool}, {@code int}, {@code skip}, {@code IntOrString} or a message
 */
record MessageField(int number, String name, String type, Shape shape) {

    static final String INLINE = ".";

    /** How often a value comes, and what its zero means. */
    enum Shape {
        /** One value; an empty one is the same as none. */
        ONE,
        /** One value; an empty one counts. */
        SET,
        LIST,
        /** Entries of a text and a value of the type. */
        MAP
    }

    /** Reads a line such as {@code 2 data map bytes}. */
    static MessageField parse(String line) {
        String[] words = line.strip().split(" ", -1);
        String last = words[words.length - 1];
        Shape shape = Shape.ONE;
        if (words.length == 4) {
            shape = Shape.MAP;
        } else if (last.endsWith("*")) {
            shape = Shape.LIST;
        } else if (last.endsWith("?")) {
            shape = Shape.SET;
        }
        String type = last.endsWith("*") || last.endsWith("?") ? last.substring(0, last.length() - 1) : last;
        return new MessageField(Integer.parseInt(words[0]), words[1], type, shape);
    }
}
