package io.github.reenact.pipeline;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static io.github.reenact.testing.FloatComparison.meanDistance;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class FaceLossTest {
  private static final Landmarks PHOTO = TestFaces.face().at(100, 100, 50);
  private static final Landmarks MOVED =
      TestFaces.face().turned(20, 0, 0).expression(1, 0, 0, 0).at(140, 110, 55);

  private final FaceLoss loss = new FaceLoss(PHOTO);

  @Test
  void lost_beforeTheFirstFace_keepsThePhoto() {
    for (int i = 0; i < 100; i++) {
      assertThat(loss.lost(i / 25.0)).isEqualTo(PHOTO);
    }
    assertThat(loss.unmovedFrames()).isEqualTo(100);
  }

  @Test
  void seen_firstFrame_isThereAtOnce() {
    assertThat(loss.seen(MOVED, 0)).isEqualTo(MOVED);
  }

  @Test
  void lost_forAWhile_holdsThenFadesToThePhoto() {
    loss.seen(MOVED, 0);
    assertThat(loss.lost(0.04)).isEqualTo(MOVED);
    assertThat(loss.lost(0.48)).isEqualTo(MOVED);
    double last = meanDistance(MOVED, PHOTO);
    for (double t = 0.56; t < 1.5; t += 0.04) {
      double now = meanDistance(loss.lost(t), PHOTO);
      assertThat(now).isLessThan(last);
      last = now;
    }
    assertClose(loss.lost(1.56), PHOTO, 1e-3);
    assertClose(loss.lost(20), PHOTO, 1e-3);
    assertThat(loss.heldFrames()).isEqualTo(2);
    assertThat(loss.seenFrames()).isEqualTo(1);
    assertThat(loss.unmovedFrames()).isZero();
    assertThat(loss.fadedFrames()).isEqualTo(26);
  }

  @Test
  void seen_afterALoss_comesBackWithoutAJump() {
    loss.seen(MOVED, 0);
    Landmarks before = loss.lost(2);
    double step = meanDistance(MOVED, PHOTO) / 3;
    for (int i = 1; i <= 6; i++) {
      Landmarks now = loss.seen(MOVED, 2 + 0.04 * i);
      assertThat(meanDistance(now, before)).isLessThan(step).isPositive();
      before = now;
    }
    assertThat(loss.seen(MOVED, 2.28)).isEqualTo(MOVED);
  }

  @Test
  void seenAndLost_flickering_neverJumps() {
    Landmarks before = loss.lost(0);
    for (int i = 1; i < 100; i++) {
      double t = 0.04 * i;
      Landmarks now = i % 3 == 0 ? loss.lost(t) : loss.seen(MOVED, t);
      assertThat(meanDistance(now, before)).isLessThan(meanDistance(MOVED, PHOTO) / 3);
      before = now;
    }
  }
}
