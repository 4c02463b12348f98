package io.github.reenact.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape FACE =
      Shape.of(TestFaces.face().turned(20, 5, 0).expression(0.5, 0.5, 0, 0).at(210, 190, 70));

  @Test
  void of_wrongCount_isRefused() {
    assertThatThrownBy(() -> Shape.of(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("136 numbers, not 3");
  }

  @Test
  void of_arrayChangedAfterwards_isNotChanged() {
    double[] xy = FACE.toArray();
    Shape copy = Shape.of(xy);
    xy[0] = -1;
    copy.toArray()[1] = -1;
    assertThat(copy.x(0)).isEqualTo(FACE.x(0));
    assertThat(copy.y(0)).isEqualTo(FACE.y(0));
  }

  @Test
  void normalized_anyPlaceAndSize_hasCentreZeroAndRadiusOne() {
    Shape normal = FACE.normalized();
    double x = 0;
    double y = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      x += normal.x(i);
      y += normal.y(i);
    }
    assertThat(x).isCloseTo(0, within(1e-9));
    assertThat(y).isCloseTo(0, within(1e-9));
    assertThat(normal.radius()).isCloseTo(1, within(1e-12));
    assertThat(Shape.zero().normalized().toArray()).containsOnly(0);
  }

  @Test
  void arithmetic_isPointByPoint() {
    Shape other = FACE.turned(0.3);
    Shape sum = FACE.plus(other).minus(other.times(2)).plus(0.5, other);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      assertThat(sum.x(i)).isCloseTo(FACE.x(i) - 0.5 * other.x(i), within(1e-9));
      assertThat(sum.y(i)).isCloseTo(FACE.y(i) - 0.5 * other.y(i), within(1e-9));
    }
  }

  @Test
  void roll_ofATurnedShape_isTheAngle() {
    double before = FACE.normalized().roll();
    for (double angle : new double[] {-2, -0.4, 0.7, 1.5}) {
      Shape turned = FACE.normalized().turned(angle);
      assertThat(turned.roll()).isCloseTo(before + angle, within(1e-9));
      assertThat(turned.upright().roll()).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void limited_longVectors_areShortenedInTheirDirection() {
    Shape limited = FACE.limited(100);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double length = Math.hypot(FACE.x(i), FACE.y(i));
      assertThat(Math.hypot(limited.x(i), limited.y(i)))
          .isCloseTo(Math.min(100, length), within(1e-9));
      assertThat(limited.x(i) * FACE.y(i)).isCloseTo(limited.y(i) * FACE.x(i), within(1e-6));
    }
  }

  @Test
  void toLandmarks_ofLandmarks_givesThemBack() {
    Landmarks face = TestFaces.face().at(10, 20, 30);
    assertThat(Shape.of(face).toLandmarks()).isEqualTo(face);
  }
}
