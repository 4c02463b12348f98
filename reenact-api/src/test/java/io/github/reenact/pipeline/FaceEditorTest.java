package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.FaceEdit;
import io.github.reenact.FaceEdits;
import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadShape;
import io.github.reenact.testing.TestFaces;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaceEditorTest {
  private static final TestFaces.Face PERSON = TestFaces.face().person(0.95, 1.05, 1, 1);
  private static final FaceEditor EDITOR = new FaceEditor(PERSON.at(100, 100, 50));

  private static Landmarks edited(Landmarks face, FaceEdit edit, double value) {
    return EDITOR.apply(face, new FaceEdits(Map.of(edit, value)));
  }

  private static Landmarks turned(double open) {
    return PERSON.turned(14, -4, 12).expression(open, 0, 0, 0).at(210, 140, 64);
  }

  /** How far a point went, in half widths of the face. */
  private static double way(Landmarks a, Landmarks b, int point) {
    return Math.hypot(b.x(point) - a.x(point), b.y(point) - a.y(point)) / 64;
  }

  @Test
  void apply_none_isTheVerySame() {
    Landmarks face = turned(0.3);
    assertThat(EDITOR.apply(face, FaceEdits.NONE)).isSameAs(face);
    assertThat(edited(face, FaceEdit.SMILE, 0)).isSameAs(face);
  }

  @Test
  void apply_smile_widensTheMouthAndRaisesItsCornersAlongTheFace() {
    Landmarks face = turned(0);
    Landmarks smile = edited(face, FaceEdit.SMILE, 1);
    Landmarks frown = edited(face, FaceEdit.SMILE, -1);
    double width = Math.hypot(face.x(54) - face.x(48), face.y(54) - face.y(48));
    double wider = Math.hypot(smile.x(54) - smile.x(48), smile.y(54) - smile.y(48));
    assertThat(wider / width).isBetween(1.15, 1.35);
    // Up on a face that is tilted by 12 degrees.
    double[] up = {Math.sin(Math.toRadians(12)), -Math.cos(Math.toRadians(12))};
    for (int corner : new int[] {48, 54}) {
      double raised =
          (smile.x(corner) - face.x(corner)) * up[0] + (smile.y(corner) - face.y(corner)) * up[1];
      double lowered =
          (frown.x(corner) - face.x(corner)) * up[0] + (frown.y(corner) - face.y(corner)) * up[1];
      assertThat(raised / 64).isBetween(0.05, 0.2);
      assertThat(lowered).isCloseTo(-raised, within(0.5));
    }
    for (int i = 0; i < FacePart.OUTER_LIPS.first(); i++) {
      assertThat(way(face, smile, i)).as("point %d", i).isLessThan(0.002);
    }
    assertThat(HeadShape.pose(smile).yaw()).isCloseTo(HeadShape.pose(face).yaw(), within(2.0));
  }

  @Test
  void apply_mouthOpening_isAddedWithinTheLimits() {
    for (double own : new double[] {0, 0.5}) {
      Landmarks face = turned(own);
      float now = face.mouthOpening();
      float more = edited(face, FaceEdit.MOUTH_OPENING, 0.3).mouthOpening();
      assertThat(more - now).as("own %s", own).isCloseTo(0.3f, within(0.06f));
      assertThat(edited(face, FaceEdit.MOUTH_OPENING, -1).mouthOpening()).isLessThan(0.05f);
      assertThat(edited(face, FaceEdit.MOUTH_OPENING, 1).mouthOpening())
          .isBetween(0.8f, Math.max(1.15f, now + 0.01f));
    }
  }

  @Test
  void apply_eyeOpening_closesAndOpensBothEyes() {
    Landmarks face = turned(0);
    // Not quite: where lids coincide, warps leave the eye open.
    Landmarks closed = edited(face, FaceEdit.EYE_OPENING, -0.6);
    assertThat(closed.eyeOpening()).isBetween(0.04f, 0.07f);
    assertThat(edited(closed, FaceEdit.EYE_OPENING, -0.6).eyeOpening())
        .isCloseTo(closed.eyeOpening(), within(0.005f));
    float more = edited(face, FaceEdit.EYE_OPENING, 0.1).eyeOpening();
    assertThat(more - face.eyeOpening()).isCloseTo(0.1f, within(0.03f));
  }

  @Test
  void apply_brows_goUpAndNothingElseMoves() {
    Landmarks face = PERSON.at(210, 140, 64);
    Landmarks up = edited(face, FaceEdit.BROWS, 1);
    Landmarks down = edited(face, FaceEdit.BROWS, -1);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      boolean brow = FacePart.LEFT_BROW.contains(i) || FacePart.RIGHT_BROW.contains(i);
      assertThat((face.y(i) - up.y(i)) / 64.0).isCloseTo(brow ? 0.14 : 0, within(0.03));
      assertThat(down.y(i)).isGreaterThanOrEqualTo(face.y(i) - 0.1f);
    }
  }

  @Test
  void edits_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FaceEdits(Map.of(FaceEdit.EYE_OPENING, 0.7)))
        .withMessageContaining("eye-opening 0.7")
        .withMessageContaining("-0.6 to 0.6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FaceEdits(Map.of(FaceEdit.SMILE, Double.NaN)))
        .withMessageContaining("smile NaN");
  }
}
