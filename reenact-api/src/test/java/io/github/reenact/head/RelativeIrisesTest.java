package io.github.reenact.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelativeIrisesTest {
  private static final Landmarks FACE = TestFaces.face().at(100, 100, 60);

  private static Irises irises() {
    EyeFrame left = EyeFrame.of(FACE, true);
    EyeFrame right = EyeFrame.of(FACE, false);
    return new Irises(
        Optional.of(left.iris(new EyeFrame.Place(0.1, -0.05), 0.2)),
        Optional.of(right.iris(new EyeFrame.Place(-0.1, 0), 0.25)));
  }

  private static void assertSame(Iris actual, Iris expected) {
    assertThat(actual.x()).isCloseTo(expected.x(), within(1e-4));
    assertThat(actual.y()).isCloseTo(expected.y(), within(1e-4));
    assertThat(actual.radius()).isCloseTo(expected.radius(), within(1e-4));
  }

  @Test
  void in_faceElsewhere_movesWithIt() {
    Similarity elsewhere = new Similarity(1.4, 0.5, 30, -12);
    Irises moved = RelativeIrises.of(FACE, irises()).in(FACE.transform(elsewhere), 0, 0);
    assertSame(moved.left().orElseThrow(), irises().left().orElseThrow().transform(elsewhere));
    assertSame(moved.right().orElseThrow(), irises().right().orElseThrow().transform(elsewhere));
  }

  @Test
  void in_shifted_isByWidthsOfTheEye() {
    Irises moved = RelativeIrises.of(FACE, irises()).in(FACE, 0.2, 0.1);
    Iris expected = EyeFrame.of(FACE, true).iris(new EyeFrame.Place(0.3, 0.05), 0.2);
    assertSame(moved.left().orElseThrow(), expected);
  }

  @Test
  void of_irisUnknownOrEyeAPoint_hasNone() {
    float[] xy = FACE.toArray();
    xy[2 * 45] = xy[2 * 42];
    xy[2 * 45 + 1] = xy[2 * 42 + 1];
    Irises one = new Irises(Optional.empty(), irises().right());
    RelativeIrises relative = RelativeIrises.of(Landmarks.of(xy), one);
    assertThat(relative.left()).isEmpty();
    assertThat(relative.right()).isEmpty();
    assertThat(RelativeIrises.of(FACE, one).in(Landmarks.of(xy), 0, 0)).isEqualTo(Irises.NONE);
  }
}
