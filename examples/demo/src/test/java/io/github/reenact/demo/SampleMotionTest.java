package io.github.reenact.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.media.MotionTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleMotionTest {
  private final MotionTemplate template = SampleMotion.template();
  private final List<Landmarks> frames =
      template.frames().stream().map(f -> f.landmarks().orElseThrow()).toList();

  @Test
  void template_always_sixSecondsInsideTheFrame() {
    assertThat(template.frames()).hasSize(150);
    assertThat(template.rate().perSecond()).isEqualTo(25);
    for (Landmarks l : frames) {
      assertThat(l.left()).isBetween(10f, 502f);
      assertThat(l.right()).isBetween(10f, 502f);
      assertThat(l.top()).isBetween(10f, 502f);
      assertThat(l.bottom()).isBetween(10f, 502f);
    }
  }

  @Test
  void template_firstFrame_straightAheadWithClosedMouthAndOpenEyes() {
    Landmarks first = frames.get(0);
    Landmarks mirrored = first.mirror(template.width() + 1);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      assertThat(mirrored.x(i)).isCloseTo(first.x(i), org.assertj.core.data.Offset.offset(0.5f));
      assertThat(mirrored.y(i)).isCloseTo(first.y(i), org.assertj.core.data.Offset.offset(0.5f));
    }
    assertThat(mouth(first)).isLessThan(0.03);
    assertThat(eyes(first)).isGreaterThan(0.25);
  }

  @Test
  void template_wholeMotion_talksBlinksTurnsAndSmiles() {
    assertThat(frames.stream().mapToDouble(SampleMotionTest::mouth).max().orElseThrow())
        .isGreaterThan(0.08);
    assertThat(frames.stream().filter(l -> eyes(l) < 0.06).count()).isBetween(4L, 20L);
    assertThat(frames.stream().mapToDouble(SampleMotionTest::turn).max().orElseThrow())
        .isGreaterThan(0.04);
    assertThat(frames.stream().mapToDouble(SampleMotionTest::turn).min().orElseThrow())
        .isLessThan(-0.04);
    assertThat(width(frames.get(130))).isGreaterThan(1.15 * width(frames.get(0)));
  }

  @Test
  void template_fromFrameToFrame_noJumps() {
    for (int k = 1; k < frames.size(); k++) {
      Landmarks a = frames.get(k - 1);
      Landmarks b = frames.get(k);
      for (int i = 0; i < Landmarks.COUNT; i++) {
        assertThat(Math.hypot(a.x(i) - b.x(i), a.y(i) - b.y(i)))
            .as("landmark %d, frame %d", i, k)
            .isLessThan(0.06 * a.size());
      }
    }
  }

  /** The gap between the lips by the size of the face. */
  private static double mouth(Landmarks l) {
    return (l.y(66) - l.y(62)) / l.size();
  }

  /** The height of an eye by its width. */
  private static double eyes(Landmarks l) {
    return (l.y(41) + l.y(40) - l.y(37) - l.y(38)) / 2 / (l.x(39) - l.x(36));
  }

  /** How far the tip of the nose is off the middle of the eyes, by the size of the face. */
  private static double turn(Landmarks l) {
    return (l.x(30) - (l.x(36) + l.x(45)) / 2) / l.size();
  }

  private static double width(Landmarks l) {
    return Math.hypot(l.x(54) - l.x(48), l.y(54) - l.y(48)) / l.size();
  }
}
