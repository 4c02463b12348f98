package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.FaceEdit;
import io.github.reenact.FaceEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditTimelineTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("keys.csv"), text);
  }

  @Test
  void at_keys_areMetAndBetweenThemTheValueIsSmoothAndMonotone() throws IOException {
    EditTimeline timeline =
        EditTimeline.read(file("time,smile,brows\n1,0,\n2,0.4,-0.5\n\n2.5,0.5,\n4,-0.2,1\n"));
    double[][] keys = {{0, 0}, {1, 0}, {2, 0.4}, {2.5, 0.5}, {4, -0.2}, {9, -0.2}};
    for (double[] key : keys) {
      assertThat(timeline.at(key[0]).value(FaceEdit.SMILE)).isCloseTo(key[1], within(1e-12));
    }
    assertThat(timeline.at(0).value(FaceEdit.BROWS)).isEqualTo(-0.5);
    assertThat(timeline.at(3).value(FaceEdit.BROWS)).isCloseTo(0.25, within(1e-12));
    double step = 0.001;
    double last = 0;
    double lastSlope = 0;
    for (double t = 0.5; t < 5; t += step) {
      double value = timeline.at(t).value(FaceEdit.SMILE);
      assertThat(value).as("%s", t).isBetween(-0.2, 0.5);
      if (t < 2.5) {
        assertThat(value).as("rises until 2.5: %s", t).isGreaterThanOrEqualTo(last - 1e-12);
      } else if (t > 2.501) {
        assertThat(value).as("falls after: %s", t).isLessThanOrEqualTo(last + 1e-12);
      }
      double slope = (value - last) / step;
      if (t > 0.5 + step) {
        assertThat(Math.abs(slope - lastSlope)).as("no kink: %s", t).isLessThan(0.01);
      }
      last = value;
      lastSlope = slope;
    }
  }

  @Test
  void constant_isTheSameAtAllTimesAndJoinsOthers() throws IOException {
    EditTimeline constant = EditTimeline.constant(Map.of(FaceEdit.EYE_OPENING, -0.1));
    assertThat(constant.at(-3)).isEqualTo(constant.at(70));
    EditTimeline both = constant.and(EditTimeline.read(file("time,smile\n0,1\n")));
    assertThat(both.at(5))
        .isEqualTo(new FaceEdits(Map.of(FaceEdit.EYE_OPENING, -0.1, FaceEdit.SMILE, 1.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.and(constant))
        .withMessage("eye-opening is given twice");
    EditTimeline none = EditTimeline.constant(Map.of());
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.at(1)).isEqualTo(FaceEdits.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zeit,smile\\n0,1|line 1: the header is not time,NAME",
        "time\\n0|line 1: the header is not time,NAME",
        "time,nose\\n0,1|the column 'nose' is no edit; there are smile, mouth-opening",
        "time,smile,smile\\n0,1,1|the column 'smile' is there twice",
        "time,smile\\n0,1\\n0,0.5|line 3: time 0 does not come after the last one",
        "time,smile\\n0,1.5|line 2: smile 1.5 is out of range: -1.0 to 1.0",
        "time,smile\\n0,wide|line 2: smile is 'wide'; it must be a number",
        "time,smile\\n0|line 2: there are 1 cells; there must be 2",
        "time,smile\\n0,|there is no key frame",
      })
  void read_wrongLine_isNamed(String text, String message) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    assertThatIOException()
        .isThrownBy(() -> EditTimeline.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message);
  }
}
