package dev.hawser.proxy.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.proxy.http.codec.HeadReader.Lines;
import dev.hawser.proxy.http.codec.HeadReader.Opening;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    /** Fields as they are received, between other octets. */
    private static Fields received(String lines) throws Refusal {
        return received(new HeadStore(), lines);
    }

    private static Fields received(HeadStore store, String lines) throws Refusal {
        Input input = new Input();
        input.add(
                Unpooled.copiedBuffer(lines + "\r\nrest", StandardCharsets.ISO_8859_1),
                UnpooledByteBufAllocator.DEFAULT);
        Lines read = new HeadReader(HeadLimits.DEFAULT, Opening.FIELDS, store).read(input);
        assertThat(input.available()).isEqualTo(4);
        input.release();
        return Objects.requireNonNull(read).fields();
    }

    private static String written(Fields fields) {
        ByteBuf out = Unpooled.buffer();
        fields.writeTo(out, FieldSet.EMPTY);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(fields.writtenLength());
        String text = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return text;
    }

    @Test
    void findsFieldsWhateverTheirCase() throws Exception {
        Fields fields = received("HOST: h\r\nx-mine: 1\r\nX-Mine: 2\r\n");
        assertThat(fields.first(FieldName.HOST)).isEqualTo("h");
        assertThat(fields.first("host")).isEqualTo("h");
        assertThat(fields.all("X-MINE")).containsExactly("1", "2");
        assertThat(fields.first("X-Min")).isNull();
        assertThat(fields.all("X-Other")).isEmpty();
        assertThat(fields.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(FieldName.class)
    void recognisesEveryKnownNameAndNoneThatIsLikeIt(FieldName name) throws Exception {
        String text = name.toString();
        assertThat(KnownNames.kindOf(text)).isEqualTo(name.kind());
        assertThat(received(text.toUpperCase(Locale.ROOT) + ": 1\r\n").first(name))
                .isEqualTo("1");
        assertThat(received(text.toLowerCase(Locale.ROOT) + ": 1\r\n").contains(name))
                .isTrue();
        for (int i = 0; i < text.length(); i++) {
            String like = text.substring(0, i) + "~" + text.substring(i + 1);
            Fields fields = received(like + ": 1\r\n");
            assertThat(fields.contains(name)).isFalse();
            assertThat(fields.first(like)).isEqualTo("1");
        }
        assertThat(received(text + "x: 1\r\n").contains(name)).isFalse();
    }

    @Test
    void writesWhatWasReceivedAndNormalisesTheRest() throws Exception {
        Fields fields = received("Host: h\r\nA: 1\r\nB:2\r\nC:\t 3 \r\nD: 4\r\nE:\r\n");
        assertThat(written(fields)).isEqualTo("Host: h\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: \r\n");
    }

    @Test
    void leavesTheReceivedFieldsAloneWhenACopyChanges() throws Exception {
        Fields fields = received("Host: h\r\nVia: 1\r\nX: a\r\nVia: 2\r\nX: b\r\n");
        Fields copy = fields.without(FieldSet.of(FieldName.VIA), FieldSet.EMPTY, name -> false);
        copy.set(FieldName.HOST, "other").add("Y", "new").set("X", "one");
        assertThat(written(copy)).isEqualTo("Host: other\r\nX: one\r\nY: new\r\n");
        assertThat(copy.contains(FieldName.VIA)).isFalse();
        assertThat(written(fields)).isEqualTo("Host: h\r\nVia: 1\r\nX: a\r\nVia: 2\r\nX: b\r\n");
        assertThat(written(copy.without(name -> Fields.sameName(name, "host")))).isEqualTo("X: one\r\nY: new\r\n");
    }

    @Test
    void replacesAndRemovesLines() {
        Fields fields = Fields.create().add("A", "1").add(FieldName.VIA, "x").add("a", "2");
        fields.set("a", "3");
        assertThat(written(fields)).isEqualTo("a: 3\r\nVia: x\r\n");
        fields.remove(FieldName.VIA);
        fields.remove("A");
        assertThat(fields.isEmpty()).isTrue();
        assertThat(fields.contains(FieldName.VIA)).isFalse();
        fields.set(FieldName.VIA, "y");
        assertThat(fields.first(FieldName.VIA)).isEqualTo("y");
    }

    @Test
    void growsWithManyLines() {
        Fields fields = Fields.create();
        for (int i = 0; i < 500; i++) {
            fields.add("X-" + i, "v" + i);
        }
        assertThat(fields.first("x-499")).isEqualTo("v499");
        assertThat(fields.size()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"close, true", "CLOSE, true", "upgrade, true", "up, false", "clos, false", "x, true"})
    void looksForMembersOfLists(String member, boolean found) throws Exception {
        Fields fields = received("Connection: keep-alive, , close\r\nConnection:Upgrade ,x\r\n");
        assertThat(fields.containsMember(FieldName.CONNECTION, member)).isEqualTo(found);
        assertThat(fields.members(FieldName.CONNECTION))
                .containsExactly(FieldName.KEEP_ALIVE, "close", FieldName.UPGRADE, "x");
    }

    /** RFC 9110 section 5.5: a value must not begin another line. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\rb", "a\0b", "a\u007fb"})
    void takesNoValueThatBreaksOutOfItsLine(String value) {
        Fields fields = Fields.create().add("X", "1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fields.add("Y", value))
                .withMessageContaining("expected: no control character")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("b)"));
        assertThat(written(fields)).isEqualTo("X: 1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r", "\u00e4", "\u013a"})
    void takesNoNameThatIsNoToken(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fields.create().add(name, "1"))
                .withMessageContaining("expected: a token");
    }

    /** The low octet of this character is a line feed. */
    @Test
    void writesWhatIsNotLatinAsQuestionMarks() {
        assertThat(written(Fields.create().add("X", "\u010a\u00e4"))).isEqualTo("X: ?\u00e4\r\n");
    }

    @Test
    void showsNamesAndNoValues() throws Exception {
        assertThat(received("Host: h\r\nAuthorization: secret\r\n")).hasToString("[Host, Authorization]");
    }

    @Test
    void recycledFieldsAreEmptyWhateverBecomesOfTheirArrays() throws Refusal {
        HeadStore store = new HeadStore();
        Fields first = received(store, "X-One: 1\r\nHost: a\r\n");
        Fields copy = first.without(FieldSet.of(FieldName.HOST), FieldSet.EMPTY, name -> false)
                .add("X-Own", "2");
        assertThat(written(copy)).isEqualTo("X-One: 1\r\nX-Own: 2\r\n");
        byte[] octets = first.receivedOctets();
        copy.recycle();
        first.recycle();
        first.recycle();
        Fields second = received(store, "X-Other: 3\r\n");
        Fields third = received(store, "X-Another: 4\r\n");
        assertThat(List.of(second.receivedOctets(), third.receivedOctets())).contains(octets);
        assertThat(second.receivedOctets()).isNotSameAs(third.receivedOctets());
        assertThat(written(second)).isEqualTo("X-Other: 3\r\n");
        assertThat(written(third)).isEqualTo("X-Another: 4\r\n");
        assertThat(first.isEmpty()).isTrue();
        assertThat(first.first("X-One")).isNull();
        assertThat(first.add("X-New", "5").first("X-New")).isEqualTo("5");
        Fields another = second.without(FieldSet.EMPTY, FieldSet.EMPTY, name -> false);
        assertThat(another).isSameAs(copy);
        assertThat(written(another.add("X-Own", "6"))).isEqualTo("X-Other: 3\r\nX-Own: 6\r\n");
    }
}
