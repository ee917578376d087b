package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.codec.FieldName;
import dev.hawser.proxy.http.codec.FieldSet;
import dev.hawser.proxy.http.codec.Fields;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The fields that concern one connection only and are not forwarded (RFC 9110 section 7.6.1). */
final class HopByHop {

    private static final FieldSet ALWAYS = FieldSet.of(
            FieldName.CONNECTION,
            FieldName.TRANSFER_ENCODING,
            FieldName.KEEP_ALIVE,
            FieldName.UPGRADE,
            FieldName.TE,
            FieldName.PROXY_CONNECTION,
            FieldName.PROXY);

    /** A peer must not make us drop what frames and addresses the message. */
    private static final FieldSet KEPT = FieldSet.of(FieldName.CONTENT_LENGTH, FieldName.HOST);

    static final HopByHop NONE_NAMED = new HopByHop(ALWAYS, Set.of());

    private final FieldSet known;

    /** In lower case; options of the connection that name no field are among them. */
    private final Set<String> others;

    private HopByHop(FieldSet known, Set<String> others) {
        this.known = known;
        this.others = others;
    }

    /** Those of one message: the ones known, and the ones that its Connection field names. */
    static HopByHop of(Fields fields) {
        if (fields.hasMembersOnlyOf(FieldName.CONNECTION, ALWAYS)) {
            return NONE_NAMED;
        }
        FieldSet known = ALWAYS;
        Set<String> others = Set.of();
        for (CharSequence member : fields.members(FieldName.CONNECTION)) {
            if (member instanceof FieldName name) {
                known = KEPT.contains(name) ? known : known.plus(FieldSet.of(name));
            } else {
                others = others.isEmpty() ? new HashSet<>() : others;
                others.add(member.toString().toLowerCase(Locale.ROOT));
            }
        }
        return new HopByHop(known, others);
    }

    /** A copy of the fields of a message without these, and without some others. */
    Fields removedFrom(Fields fields, FieldSet others) {
        return fields.without(known, others, this.others.isEmpty() ? HopByHop::none : this::isAmongOthers);
    }

    private static boolean none(CharSequence name) {
        return false;
    }

    boolean contains(CharSequence name) {
        return known.contains(name) || isAmongOthers(name);
    }

    private boolean isAmongOthers(CharSequence name) {
        return !others.isEmpty() && others.contains(name.toString().toLowerCase(Locale.ROOT));
    }
}
