package io.github.reenact.evaluate;

import java.util.Map;

/** Measures one run, frame by frame. */
interface RunMeter {
  /** The frame made for the driver's first, which is not measured itself. */
  void first(FrameSample sample);

  /** A frame after it. */
  void add(FrameSample sample);

  /** What was measured; NaN for what could not be. */
  Map<PortraitMetric, Double> metrics();
}
