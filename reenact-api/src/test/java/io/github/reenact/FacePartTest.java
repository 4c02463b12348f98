package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.testing.TestFaces;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FacePartTest {
  private static final Landmarks FACE = TestFaces.face().at(200, 200, 60);

  @Test
  void parts_together_holdEachLandmarkOnce() {
    int next = 0;
    for (FacePart part : FacePart.values()) {
      assertThat(part.first()).as("%s", part).isEqualTo(next);
      assertThat(part.last()).isEqualTo(next + part.count() - 1);
      for (int i = part.first(); i <= part.last(); i++) {
        assertThat(FacePart.of(i)).isSameAs(part);
      }
      next += part.count();
    }
    assertThat(next).isEqualTo(Landmarks.COUNT);
  }

  @Test
  void of_noLandmark_isRefused() {
    for (int none : new int[] {-1, 68}) {
      assertThatThrownBy(() -> FacePart.of(none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("landmark " + none);
    }
  }

  @Test
  void upperAndLower_ofAnUprightFace_lieAboveEachOtherBetweenTheCorners() {
    Landmarks open = TestFaces.face().expression(0.8, 0, 0, 0).at(200, 200, 60);
    for (FacePart part : FacePart.values()) {
      if (part.isClosed()) {
        for (int step = 1; step < part.count() / 2; step++) {
          assertThat(open.y(part.upper(step))).isLessThan(open.y(part.lower(step)));
          for (int i : new int[] {part.upper(step), part.lower(step)}) {
            assertThat(open.x(i))
                .as("%s %d", part, i)
                .isBetween(open.x(part.leftCorner()), open.x(part.rightCorner()));
          }
        }
        assertThat(part.upper(0)).isEqualTo(part.lower(0)).isEqualTo(part.leftCorner());
        assertThat(part.lower(part.count() / 2)).isEqualTo(part.rightCorner());
      }
    }
  }

  @Test
  void mirror_ofASymmetricFace_isThePointOnTheOtherSide() {
    float middle = FACE.x(30);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      int other = FacePart.mirror(i);
      assertThat(FacePart.mirror(other)).isEqualTo(i);
      assertThat(FACE.x(i) - middle).as("%d", i).isCloseTo(middle - FACE.x(other), within());
      assertThat(FACE.y(i)).as("%d", i).isCloseTo(FACE.y(other), within());
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-3f);
  }
}
