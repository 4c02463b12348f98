package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MotionMeterTest {
  private static final Image GREY = even(100);

  private static Image even(int value) {
    byte[] rgb = new byte[12 * 12 * 3];
    java.util.Arrays.fill(rgb, (byte) value);
    return Image.of(12, 12, rgb);
  }

  private static Landmarks face(double yaw, double open) {
    return TestFaces.face().turned(yaw, 0, 0).expression(open, 0, 0, 0).at(100, 100, 60);
  }

  private static FrameSample sample(int number, Landmarks made, Landmarks wanted) {
    return new FrameSample(number, GREY, Optional.of(made), GREY, wanted, Irises.NONE, Irises.NONE);
  }

  private static Map<PortraitMetric, Double> metrics(MotionMeter meter) {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    meter.putInto(out);
    return out;
  }

  @Test
  void correlation_sines_isTheCosineOfTheirPhase() {
    for (double phase : new double[] {0, 0.7, Math.PI / 2, Math.PI}) {
      Correlation correlation = new Correlation();
      for (int i = 0; i < 100; i++) {
        double t = 2 * Math.PI * i / 50;
        correlation.add(5 + Math.sin(t), 3 * Math.sin(t + phase) - 7);
      }
      assertThat(correlation.value()).isCloseTo(Math.cos(phase), within(1e-9));
    }
  }

  @Test
  void correlation_constants_areNoneOrNothing() {
    Correlation still = new Correlation();
    Correlation nothingWanted = new Correlation();
    Correlation few = new Correlation();
    for (int i = 0; i < 5; i++) {
      still.add(i, 4);
      nothingWanted.add(4, i);
      if (i < 2) {
        few.add(i, i);
      }
    }

    assertThat(still.value()).isZero();
    assertThat(nothingWanted.value()).isNaN();
    assertThat(few.value()).isNaN();
  }

  @Test
  void flicker_sameWeakerSteadyAndInterrupted_isByHand() {
    Flicker same = new Flicker();
    Flicker half = new Flicker();
    Flicker steady = new Flicker();
    Flicker interrupted = new Flicker();
    Flicker stillDriver = new Flicker();
    for (int i = 0; i < 6; i++) {
      Image driving = even(i % 2 == 0 ? 100 : 140);
      same.add(i, driving, driving);
      half.add(i, even(i % 2 == 0 ? 100 : 120), driving);
      steady.add(i, even(100 + 10 * i), driving);
      interrupted.add(i + i / 2, driving, driving);
      stillDriver.add(i, driving, GREY);
    }

    assertThat(same.ratio()).isEqualTo(1);
    assertThat(half.ratio()).isCloseTo(0.25, within(1e-6));
    assertThat(steady.ratio()).isCloseTo(0, within(1e-6));
    assertThat(interrupted.ratio()).isNaN();
    assertThat(stillDriver.ratio()).isNaN();
  }

  @Test
  void headAngles_differences_wrapAround() {
    HeadAngles a = new HeadAngles(10, -20, 179);
    HeadAngles b = new HeadAngles(4, -23, -178);

    assertThat(a.minus(b)).isEqualTo(new HeadAngles(6, 3, -3));
    assertThat(a.minus(b).magnitude()).isEqualTo(4);
    assertThat(HeadAngles.of(face(15, 0)).minus(HeadAngles.of(face(0, 0))).yaw())
        .isCloseTo(15, within(3.0));
  }

  @Test
  void meter_faceFollows_isPerfect() {
    MotionMeter meter = new MotionMeter(false);
    for (int i = 0; i < 5; i++) {
      Landmarks face = face(3 * i, i / 5.0);
      meter.add(sample(i, face, face));
    }

    Map<PortraitMetric, Double> metrics = metrics(meter);
    assertThat(metrics.get(PortraitMetric.POSE)).isZero();
    assertThat(metrics.get(PortraitMetric.MOUTH)).isCloseTo(1, within(1e-9));
    assertThat(metrics.get(PortraitMetric.FOUND)).isEqualTo(1);
    // Nothing blinks and nothing flickers in what drives.
    assertThat(metrics.get(PortraitMetric.FLICKER)).isNaN();
  }

  @Test
  void meter_constantOffset_countsInAbsoluteMotionOnly() {
    MotionMeter absolute = new MotionMeter(false);
    MotionMeter relative = new MotionMeter(true);
    double expected = HeadAngles.of(face(12, 0)).minus(HeadAngles.of(face(0, 0))).magnitude();
    for (MotionMeter meter : List.of(absolute, relative)) {
      meter.first(sample(0, face(12, 0), face(0, 0)));
      meter.add(sample(1, face(12, 0.5), face(0, 0.5)));
    }

    assertThat(expected).isGreaterThan(3);
    assertThat(metrics(absolute).get(PortraitMetric.POSE)).isCloseTo(expected, within(0.5));
    assertThat(metrics(relative).get(PortraitMetric.POSE)).isLessThan(0.3);
  }

  @Test
  void meter_facesNotFound_areCountedAndNothingElse() {
    MotionMeter meter = new MotionMeter(true);
    FrameSample none =
        new FrameSample(0, GREY, Optional.empty(), GREY, face(0, 0), Irises.NONE, Irises.NONE);
    meter.first(none);
    meter.add(none);
    meter.add(sample(1, face(12, 0), face(0, 0)));
    meter.add(sample(2, face(12, 0), face(0, 0)));
    meter.add(none);

    Map<PortraitMetric, Double> metrics = metrics(meter);
    assertThat(metrics.get(PortraitMetric.FOUND)).isEqualTo(0.5);
    // The first face that was found is where poses begin; the second has not moved.
    assertThat(metrics.get(PortraitMetric.POSE)).isZero();
  }
}
