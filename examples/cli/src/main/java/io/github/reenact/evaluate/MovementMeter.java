package io.github.reenact.evaluate;

import io.github.reenact.FacePart;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.head.EyeFrame;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a driver's movement arrives, part by part of the face: the slope of what was made on
 * what was wanted over time, 1 for as much. A part that the driver hardly moves has none.
 */
final class MovementMeter {
  /** Deviation of each part below which its slope is noise. */
  private static final Map<PortraitMetric, Double> LEAST =
      new EnumMap<>(
          Map.of(
              PortraitMetric.FOLLOW_MOUTH_OPENING, 0.03,
              PortraitMetric.FOLLOW_MOUTH_WIDTH, 0.03,
              PortraitMetric.FOLLOW_MOUTH_SLANT, 0.015,
              PortraitMetric.FOLLOW_LEFT_EYE, 0.04,
              PortraitMetric.FOLLOW_RIGHT_EYE, 0.04,
              PortraitMetric.FOLLOW_BROWS, 0.02,
              PortraitMetric.FOLLOW_GAZE, 0.03));

  private final Map<PortraitMetric, Correlation> parts = new EnumMap<>(PortraitMetric.class);

  MovementMeter() {
    LEAST.keySet().forEach(m -> parts.put(m, new Correlation()));
  }

  /** The next frame. */
  void add(Landmarks made, Irises madeIrises, Landmarks wanted, Irises wantedIrises) {
    Map<PortraitMetric, Double> is = parts(made, madeIrises);
    Map<PortraitMetric, Double> shouldBe = parts(wanted, wantedIrises);
    parts.forEach(
        (m, correlation) -> {
          Double x = shouldBe.get(m);
          Double y = is.get(m);
          if (x != null && y != null) {
            correlation.add(x, y);
          }
        });
  }

  /**
   * In distances of the eyes' outer corners, and of the eyes in widths of an eye; y down. Upright,
   * and of any size.
   */
  private static Map<PortraitMetric, Double> parts(Landmarks face, Irises irises) {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    double dx = (double) face.x(45) - face.x(36);
    double dy = (double) face.y(45) - face.y(36);
    double square = dx * dx + dy * dy;
    if (!(square > 0)) {
      return out;
    }
    double unit = Math.sqrt(square);
    out.put(PortraitMetric.FOLLOW_MOUTH_OPENING, mouthOpening(face));
    out.put(PortraitMetric.FOLLOW_MOUTH_WIDTH, distance(face, 48, 54) / unit);
    out.put(
        PortraitMetric.FOLLOW_MOUTH_SLANT,
        down(face.x(54) - face.x(48), face.y(54) - face.y(48), dx, dy) / square);
    out.put(PortraitMetric.FOLLOW_LEFT_EYE, (double) face.eyeOpening(FacePart.LEFT_EYE));
    out.put(PortraitMetric.FOLLOW_RIGHT_EYE, (double) face.eyeOpening(FacePart.RIGHT_EYE));
    out.put(
        PortraitMetric.FOLLOW_BROWS,
        down(
                face.x(27) - (face.x(19) + (double) face.x(24)) / 2,
                face.y(27) - (face.y(19) + (double) face.y(24)) / 2,
                dx,
                dy)
            / square);
    gaze(face, irises).ifPresent(g -> out.put(PortraitMetric.FOLLOW_GAZE, g));
    return out;
  }

  /** The gap between the lips in distances of the eyes' outer corners. */
  static double mouthOpening(Landmarks face) {
    return distance(face, 62, 66) / distance(face, 36, 45);
  }

  /** How far to the right both eyes look, in the mean; only if both irises are seen. */
  private static Optional<Double> gaze(Landmarks face, Irises irises) {
    if (irises.left().isEmpty() || irises.right().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        (place(face, irises.left().get(), true) + place(face, irises.right().get(), false)) / 2);
  }

  private static double place(Landmarks face, Iris iris, boolean isLeft) {
    return EyeFrame.of(face, isLeft).place(iris.x(), iris.y()).x();
  }

  /** How far a way goes down across the line of the eyes, times that line's length. */
  private static double down(double x, double y, double dx, double dy) {
    return y * dx - x * dy;
  }

  private static double distance(Landmarks face, int a, int b) {
    return Math.hypot(face.x(a) - face.x(b), face.y(a) - face.y(b));
  }

  void putInto(Map<PortraitMetric, Double> metrics) {
    parts.forEach(
        (m, correlation) -> metrics.put(m, correlation.slope(LEAST.getOrDefault(m, 0.0))));
  }
}
