package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class MouthCorrectionTest {
  private static final TestFaces.Face PERSON = TestFaces.face().person(1.05, 0.95, 1, 1);
  private static final MouthCorrection CORRECTION = new MouthCorrection(PERSON.at(90, 90, 40));

  private static Landmarks face(double open) {
    return PERSON.turned(12, 5, -8).expression(open, 0, 0, 0).at(200, 150, 70);
  }

  @Test
  void again_asAskedFor_isTheVerySame() {
    Landmarks asked = face(0.5);
    assertThat(CORRECTION.again(asked, asked)).isSameAs(asked);
  }

  @Test
  void again_mouthTooNarrowOrTooWide_isAskedForByWhatIsMissing() {
    Landmarks asked = face(0.5);
    for (double drawn : new double[] {0.3, 0.65}) {
      Landmarks seen = face(drawn);
      Landmarks again = CORRECTION.again(asked, seen);
      double missing = gap(asked) - gap(seen);
      assertThat(Math.abs(missing)).isGreaterThan(2);
      double let = 0.02 * Math.hypot(asked.x(60) - asked.x(64), asked.y(60) - asked.y(64));
      double more = 1.25 * (missing - Math.copySign(let, missing));
      assertThat(gap(again))
          .as("drawn %s", drawn)
          .isCloseTo(gap(asked) + more, within(0.1 * Math.abs(missing)));
    }
  }

  /** Between the lips, in pixels. */
  private static double gap(Landmarks face) {
    return Math.hypot(face.x(62) - face.x(66), face.y(62) - face.y(66));
  }

  @Test
  void again_littleMissing_isContinuous() {
    Landmarks asked = face(0.5);
    double before = gap(asked);
    for (double drawn = 0.5; drawn > 0.35; drawn -= 0.002) {
      double now = gap(CORRECTION.again(asked, face(drawn)));
      assertThat(now - before).as("drawn %s", drawn).isBetween(-1e-6, 0.2);
      before = now;
    }
    assertThat(before).isGreaterThan(gap(asked) + 1);
    assertThat(CORRECTION.again(asked, face(0.495))).isSameAs(asked);
  }

  @Test
  void again_farOff_isLimited() {
    Landmarks asked = face(1);
    Landmarks again = CORRECTION.again(asked, face(0));
    assertThat((double) again.mouthOpening())
        .isBetween(asked.mouthOpening() + 0.1, asked.mouthOpening() + 0.31);
  }
}
