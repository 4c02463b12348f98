package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.head.EyeFrame;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FootageMeterTest {
  private static final int SIDE = 240;
  private static final Landmarks CALM = TestFaces.face().at(120, 110, 60);
  private static final Image GREY = grey();

  private static Image grey() {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    Arrays.fill(rgb, (byte) 100);
    return Image.of(SIDE, SIDE, rgb);
  }

  /** Grey but for one pixel, which is brighter by 7. */
  private static Image withDot(double x, double y) {
    byte[] rgb = GREY.toRgb();
    rgb[3 * ((int) Math.round(y) * SIDE + (int) Math.round(x))] = (byte) 107;
    return Image.of(SIDE, SIDE, rgb);
  }

  /** A mouth that is open by a share of the eyes' distance. */
  private static Landmarks open(double share) {
    float[] xy = CALM.toArray();
    xy[2 * 66 + 1] = xy[2 * 62 + 1] + (float) (share * (CALM.x(45) - CALM.x(36)));
    return Landmarks.of(xy);
  }

  private static Irises looking(double aside) {
    EyeFrame.Place place = new EyeFrame.Place(aside, -0.1);
    return new Irises(
        Optional.of(EyeFrame.of(CALM, true).iris(place, 0.2)),
        Optional.of(EyeFrame.of(CALM, false).iris(place, 0.2)));
  }

  private static FootageSample sample(Image made, Landmarks driver, Landmarks face) {
    return new FootageSample(
        0, GREY, CALM, Irises.NONE, driver, made, Optional.of(face), Irises.NONE);
  }

  private static FootageSample gazing(double own, double made) {
    return new FootageSample(
        0, GREY, CALM, looking(own), CALM, GREY, Optional.of(CALM), looking(made));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void dubbing_mouthFollowsSoFar_slopeSaysSo(double share) {
    DubbingMeter meter = new DubbingMeter();
    for (int i = 0; i < 30; i++) {
      double w = 0.1 * Math.sin(0.7 * i);
      meter.add(sample(GREY, open(0.3 + w), open(0.3 + share * w)));
    }
    assertThat(meter.metrics().get(PortraitMetric.FOLLOW_MOUTH_OPENING))
        .isCloseTo(share, within(1e-3));
    assertThat(meter.metrics().get(PortraitMetric.MOUTH_CORRELATION))
        .isCloseTo(share == 0 ? 0 : 1, within(1e-3));
    assertThat(meter.metrics().get(PortraitMetric.FOUND)).isEqualTo(1);
  }

  @Test
  void dubbing_driverKeepsStill_hasNeitherSlopeNorCorrelation() {
    DubbingMeter meter = new DubbingMeter();
    for (int i = 0; i < 30; i++) {
      meter.add(sample(GREY, open(0.3 + 0.01 * Math.sin(0.7 * i)), open(0.3)));
    }
    assertThat(meter.metrics().get(PortraitMetric.FOLLOW_MOUTH_OPENING)).isNaN();
    assertThat(meter.metrics().get(PortraitMetric.MOUTH_CORRELATION)).isNaN();
  }

  private static double outside(FootageMeter meter, Image made) {
    meter.add(sample(made, CALM, CALM));
    return meter.metrics().getOrDefault(PortraitMetric.OUTSIDE, Double.NaN);
  }

  @Test
  void dubbing_onePixelAwayFromTheMouth_isSeen() {
    double side = CALM.size();
    assertThat(outside(new DubbingMeter(), GREY)).isZero();
    assertThat(outside(new DubbingMeter(), withDot(CALM.x(62), CALM.y(62)))).isZero();
    assertThat(outside(new DubbingMeter(), withDot(CALM.x(8), CALM.y(8) + 0.14 * side))).isZero();
    assertThat(outside(new DubbingMeter(), withDot(CALM.x(8), CALM.y(8) + 0.25 * side)))
        .isEqualTo(7);
    assertThat(outside(new DubbingMeter(), withDot(CALM.x(37), CALM.y(37)))).isEqualTo(7);
    assertThat(outside(new DubbingMeter(), withDot(3, 3))).isEqualTo(7);
  }

  @Test
  void gaze_onePixelAwayFromTheEyes_isSeen() {
    double middle = (CALM.y(37) + CALM.y(41)) / 2;
    assertThat(outside(new GazeMeter(), withDot(CALM.x(37), middle))).isZero();
    assertThat(outside(new GazeMeter(), withDot(CALM.x(27), CALM.y(27)))).isEqualTo(7);
    assertThat(outside(new GazeMeter(), withDot(CALM.x(19), CALM.y(19)))).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void gaze_deviation_isByThatOfTheTake(double share) {
    GazeMeter meter = new GazeMeter();
    for (int i = 0; i < 40; i++) {
      double w = 0.1 * Math.sin(0.7 * i);
      meter.add(gazing(w, 0.05 + share * w));
    }
    assertThat(meter.metrics().get(PortraitMetric.GAZE_DEVIATION)).isCloseTo(share, within(1e-6));
  }

  @Test
  void gaze_takeLooksAhead_hasNoDeviation() {
    GazeMeter meter = new GazeMeter();
    for (int i = 0; i < 40; i++) {
      meter.add(gazing(0.01 * Math.sin(0.7 * i), 0));
    }
    assertThat(meter.metrics().get(PortraitMetric.GAZE_DEVIATION)).isNaN();
    assertThat(meter.metrics().get(PortraitMetric.BLINKS)).isNaN();
  }

  @Test
  void blinks_lostOnes_areCounted() {
    List<Double> own = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    List<Double> first = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      // Blinks at 9, 10 and at the end.
      boolean closed = i == 9 || i == 10 || i == 29;
      own.add(closed ? 0.1 : 0.3);
      kept.add(closed ? 0.15 : 0.28);
      first.add(i == 10 ? 0.1 : 0.3);
    }
    assertThat(GazeMeter.blinksKept(own, own)).isEqualTo(1);
    assertThat(GazeMeter.blinksKept(own, kept)).isEqualTo(1);
    assertThat(GazeMeter.blinksKept(own, first)).isEqualTo(0.5);
    assertThat(GazeMeter.blinksKept(first, own)).isEqualTo(1);
    assertThat(GazeMeter.blinksKept(List.of(0.3, 0.3, 0.3), List.of(0.1, 0.1, 0.1))).isNaN();
    assertThat(GazeMeter.blinksKept(List.of(), List.of())).isNaN();
  }
}
