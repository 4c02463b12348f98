package io.github.reenact.evaluate;

import java.util.Map;

/** Measures what was made of one take, frame by frame. */
interface FootageMeter {
  /** The next frame. */
  void add(FootageSample sample);

  /** What was measured; NaN for what could not be. */
  Map<PortraitMetric, Double> metrics();
}
