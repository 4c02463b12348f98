package io.github.reenact.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A metric of a portrait that moves. */
enum PortraitMetric {
  L1("L1", 4),
  L1_MOUTH("L1, mouth", 4),
  L1_EYES("L1, eyes", 4),
  PSNR("PSNR, dB", 2),
  SSIM("SSIM", 3),
  LANDMARKS("landmarks, %", 2),
  POSE("pose, °", 2),
  FIRST_POSE("first pose, °", 2),
  MOUTH("mouth", 3),
  EYES("eyes", 3),
  FLICKER("flicker", 2),
  FOUND("found", 3),
  SHAPE_TO_PHOTO("shape to photo's, %", 2),
  SHAPE_TO_DRIVER("shape to driver's, %", 2),
  SHAPE_SHARE("shape, 0 photo's to 1 driver's", 3),
  FOLLOW_MOUTH_OPENING("mouth opening", 2),
  FOLLOW_MOUTH_WIDTH("mouth width", 2),
  FOLLOW_MOUTH_SLANT("mouth slant", 2),
  FOLLOW_LEFT_EYE("left eye", 2),
  FOLLOW_RIGHT_EYE("right eye", 2),
  FOLLOW_BROWS("brows", 2),
  FOLLOW_GAZE("gaze sideways", 2),
  MOUTH_CORRELATION("correlation", 3),
  OUTSIDE("outside", 2),
  GAZE_DEVIATION("gaze deviation", 2),
  BLINKS("blinks kept", 2);

  private final String heading;
  private final int decimals;

  PortraitMetric(String heading, int decimals) {
    this.heading = heading;
    this.decimals = decimals;
  }

  String heading() {
    return heading;
  }

  /** Decimal places in a table. */
  int decimals() {
    return decimals;
  }

  /** The mean of each metric of the first run over all runs that have it. */
  static Map<PortraitMetric, Double> means(List<Map<PortraitMetric, Double>> runs) {
    Map<PortraitMetric, Double> means = new EnumMap<>(PortraitMetric.class);
    for (PortraitMetric metric : runs.get(0).keySet()) {
      Mean mean = new Mean();
      runs.forEach(r -> mean.add(r.getOrDefault(metric, Double.NaN)));
      means.put(metric, mean.value());
    }
    return means;
  }

  /** Whether it tells how much of a movement arrives. */
  boolean isFollow() {
    return name().startsWith("FOLLOW");
  }

  /** Its name in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
