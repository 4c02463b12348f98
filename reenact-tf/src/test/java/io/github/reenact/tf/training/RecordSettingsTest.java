package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordSettingsTest {
  /** Settings in a record of their own. */
  public record Inner(double rate, boolean quick) {
    /** Refuses a negative rate. */
    public Inner {
      if (rate < 0) {
        throw new IllegalArgumentException("rate is " + rate);
      }
    }
  }

  /** Settings around others. */
  public record Outer(int first, Inner inner, long last) {}

  /** Two of one name. */
  public record Twice(double rate, Inner inner) {}

  private static final Outer OUTER = new Outer(1, new Inner(0.5, true), 9);

  @Test
  void of_nested_listsDepthFirst() {
    assertThat(RecordSettings.of(OUTER))
        .containsExactly(
            Map.entry("first", 1),
            Map.entry("rate", 0.5),
            Map.entry("quick", true),
            Map.entry("last", 9L));
  }

  @Test
  void of_twoOfOneName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSettings.of(new Twice(1, new Inner(2, false))))
        .withMessageContaining("rate");
  }

  @Test
  void create_whatOfGave_isTheSame() {
    assertThat(RecordSettings.create(Outer.class, RecordSettings.of(OUTER))).isEqualTo(OUTER);
  }

  @Test
  void create_valueMissing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSettings.create(Inner.class, Map.of("rate", 1.0)))
        .withMessageContaining("quick");
  }

  @Test
  void with_inner_changesThatAlone() {
    assertThat(RecordSettings.with(OUTER, "rate", 2.0))
        .isEqualTo(new Outer(1, new Inner(2, true), 9));
  }

  @Test
  void with_unknownOrRefused_names() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSettings.with(OUTER, "rat", 2.0))
        .withMessageContaining("rat'")
        .withMessageContaining("quick");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSettings.with(OUTER, "rate", -1.0))
        .withMessage("rate is -1.0");
  }

  @Test
  void text_nested_isFlat() {
    assertThat(RecordSettings.text(Outer.class, RecordSettings.of(OUTER)))
        .isEqualTo("Outer[first=1, rate=0.5, quick=true, last=9]");
  }
}
