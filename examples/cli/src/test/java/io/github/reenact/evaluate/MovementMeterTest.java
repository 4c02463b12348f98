package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.head.EyeFrame;
import io.github.reenact.testing.TestFaces;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovementMeterTest {
  private static final Landmarks CALM = TestFaces.face().at(100, 100, 60);

  /** With some points moved down by a share of the eyes' distance. */
  private static Landmarks moved(double share, int... points) {
    double unit = Math.hypot(CALM.x(45) - CALM.x(36), CALM.y(45) - CALM.y(36));
    float[] xy = CALM.toArray();
    for (int p : points) {
      xy[2 * p + 1] += (float) (share * unit);
    }
    return Landmarks.of(xy);
  }

  private static Irises looking(Landmarks face, double aside) {
    EyeFrame left = EyeFrame.of(face, true);
    EyeFrame right = EyeFrame.of(face, false);
    EyeFrame.Place place = new EyeFrame.Place(aside, -0.1);
    return new Irises(Optional.of(left.iris(place, 0.2)), Optional.of(right.iris(place, 0.2)));
  }

  private static Map<PortraitMetric, Double> metrics(MovementMeter meter) {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    meter.putInto(out);
    return out;
  }

  private static double wave(int i) {
    return Math.sin(0.7 * i);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 1.2})
  void add_partMovesSoMuch_slopeSaysSo(double share) {
    MovementMeter mouth = new MovementMeter();
    MovementMeter slant = new MovementMeter();
    MovementMeter brows = new MovementMeter();
    MovementMeter gaze = new MovementMeter();
    for (int i = 0; i < 40; i++) {
      double w = 0.1 * wave(i);
      // Opened from a mouth that is open, so that it never opens upwards.
      mouth.add(moved(0.3 + share * w, 66), Irises.NONE, moved(0.3 + w, 66), Irises.NONE);
      slant.add(moved(share * w, 54), Irises.NONE, moved(w, 54), Irises.NONE);
      brows.add(moved(share * w, 19, 24), Irises.NONE, moved(w, 19, 24), Irises.NONE);
      gaze.add(CALM, looking(CALM, share * w), CALM, looking(CALM, w));
    }
    assertThat(metrics(mouth).get(PortraitMetric.FOLLOW_MOUTH_OPENING))
        .isCloseTo(share, within(1e-3));
    assertThat(metrics(slant).get(PortraitMetric.FOLLOW_MOUTH_SLANT))
        .isCloseTo(share, within(1e-3));
    assertThat(metrics(brows).get(PortraitMetric.FOLLOW_BROWS)).isCloseTo(share, within(1e-3));
    assertThat(metrics(gaze).get(PortraitMetric.FOLLOW_GAZE)).isCloseTo(share, within(1e-3));
  }

  @Test
  void add_driverKeepsStill_hasNoSlope() {
    MovementMeter meter = new MovementMeter();
    for (int i = 0; i < 40; i++) {
      meter.add(moved(0.1 * wave(i), 54), Irises.NONE, moved(0.001 * wave(i), 54), Irises.NONE);
    }
    assertThat(metrics(meter).values()).allSatisfy(v -> assertThat(v).isNaN());
  }

  @Test
  void add_sizePlaceAndTiltDiffer_areNotCounted() {
    Similarity elsewhere = new Similarity(1.5, 0.6, 20, -7);
    MovementMeter meter = new MovementMeter();
    for (int i = 0; i < 40; i++) {
      Landmarks wanted = moved(0.1 * wave(i), 54);
      meter.add(wanted.transform(elsewhere), Irises.NONE, wanted, Irises.NONE);
    }
    assertThat(metrics(meter).get(PortraitMetric.FOLLOW_MOUTH_SLANT)).isCloseTo(1, within(1e-3));
  }

  @Test
  void add_irisMissing_framesAreLeftOut() {
    MovementMeter meter = new MovementMeter();
    for (int i = 0; i < 40; i++) {
      Irises wanted = looking(CALM, 0.1 * wave(i));
      boolean blink = i % 3 == 0;
      meter.add(CALM, blink ? Irises.NONE : wanted, CALM, wanted);
    }
    assertThat(metrics(meter).get(PortraitMetric.FOLLOW_GAZE)).isCloseTo(1, within(1e-9));
  }
}
