package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import java.util.EnumMap;
import java.util.Map;

/** Measures a take whose mouth is the driver's. */
final class DubbingMeter implements FootageMeter {
  /** The driver's deviation below which it is noise whether the mouth follows. */
  private static final double LEAST = 0.03;

  private final Correlation opening = new Correlation();
  private final StillMeter still = new StillMeter(ChangedRegion::addMouth);

  @Override
  public void add(FootageSample sample) {
    still.add(sample);
    Landmarks driver = sample.driver();
    sample
        .face()
        .ifPresent(
            f -> opening.add(MovementMeter.mouthOpening(driver), MovementMeter.mouthOpening(f)));
  }

  @Override
  public Map<PortraitMetric, Double> metrics() {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    out.put(PortraitMetric.FOLLOW_MOUTH_OPENING, opening.slope(LEAST));
    out.put(PortraitMetric.MOUTH_CORRELATION, opening.value(LEAST));
    still.putInto(out);
    return out;
  }
}
