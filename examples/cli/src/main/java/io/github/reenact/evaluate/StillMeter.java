package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import java.util.Map;
import java.util.function.BiConsumer;

/** How far what is not to be changed in a take stays as it was. */
final class StillMeter {
  private final BiConsumer<ChangedRegion, Landmarks> region;
  private final Flicker flicker = new Flicker();
  private int outside;
  private int frames;
  private int found;

  /**
   * Starts.
   *
   * @param region adds where a change may show to a region
   */
  StillMeter(BiConsumer<ChangedRegion, Landmarks> region) {
    this.region = region;
  }

  void add(FootageSample sample) {
    frames++;
    found += sample.face().isPresent() ? 1 : 0;
    flicker.add(sample.number(), sample.made(), sample.take());
    ChangedRegion changed = new ChangedRegion(sample.take().width(), sample.take().height());
    region.accept(changed, sample.own());
    sample.face().ifPresent(f -> region.accept(changed, f));
    outside = Math.max(outside, changed.differenceOutside(sample.made(), sample.take()));
  }

  void putInto(Map<PortraitMetric, Double> metrics) {
    metrics.put(PortraitMetric.OUTSIDE, frames == 0 ? Double.NaN : outside);
    metrics.put(PortraitMetric.FLICKER, flicker.ratio());
    metrics.put(PortraitMetric.FOUND, frames == 0 ? Double.NaN : found / (double) frames);
  }
}
