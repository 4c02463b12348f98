package io.github.reenact.evaluate;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.head.EyeFrame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures a take whose eyes look at the camera. */
final class GazeMeter implements FootageMeter {
  /** The take's deviation, in widths of an eye, below which the eyes do not look about. */
  private static final double LEAST = 0.03;

  /** Eyes are closed when they are less open than so much of their median. */
  private static final double CLOSED = 0.6;

  /** The places of both irises, in the mean, in widths of an eye. */
  private static final class Places {
    private int count;
    private double x;
    private double y;
    private double squares;

    void add(Landmarks face, Irises irises) {
      EyeFrame.Place left = place(face, irises.left().orElseThrow(), true);
      EyeFrame.Place right = place(face, irises.right().orElseThrow(), false);
      double px = (left.x() + right.x()) / 2;
      double py = (left.y() + right.y()) / 2;
      count++;
      double dx = px - x;
      double dy = py - y;
      x += dx / count;
      y += dy / count;
      squares += dx * (px - x) + dy * (py - y);
    }

    private static EyeFrame.Place place(Landmarks face, Iris iris, boolean isLeft) {
      return EyeFrame.of(face, isLeft).place(iris.x(), iris.y());
    }

    double deviation() {
      return count < 3 ? Double.NaN : Math.sqrt(squares / count);
    }
  }

  private final Places own = new Places();
  private final Places made = new Places();
  private final List<Double> ownOpenings = new ArrayList<>();
  private final List<Double> madeOpenings = new ArrayList<>();
  private final StillMeter still = new StillMeter(ChangedRegion::addEyes);

  @Override
  public void add(FootageSample sample) {
    still.add(sample);
    if (sample.face().isEmpty()) {
      return;
    }
    Landmarks face = sample.face().get();
    ownOpenings.add((double) sample.own().eyeOpening());
    madeOpenings.add((double) face.eyeOpening());
    if (areSeen(sample.ownIrises()) && areSeen(sample.irises())) {
      own.add(sample.own(), sample.ownIrises());
      made.add(face, sample.irises());
    }
  }

  private static boolean areSeen(Irises irises) {
    return irises.left().isPresent() && irises.right().isPresent();
  }

  @Override
  public Map<PortraitMetric, Double> metrics() {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    double deviation = own.deviation();
    out.put(
        PortraitMetric.GAZE_DEVIATION,
        deviation >= LEAST ? made.deviation() / deviation : Double.NaN);
    out.put(PortraitMetric.BLINKS, blinksKept(ownOpenings, madeOpenings));
    still.putInto(out);
    return out;
  }

  /**
   * The share of the blinks that are seen in both: the eyes close at least half as far. A blink is
   * a run of frames in which they are closed.
   *
   * @return NaN if there is none
   */
  static double blinksKept(List<Double> own, List<Double> made) {
    if (own.isEmpty()) {
      return Double.NaN;
    }
    double open = own.stream().sorted().toList().get(own.size() / 2);
    double openMade = made.stream().sorted().toList().get(made.size() / 2);
    Mean kept = new Mean();
    double least = open;
    double leastMade = openMade;
    for (int i = 0; i <= own.size(); i++) {
      if (i < own.size() && own.get(i) < CLOSED * open) {
        least = Math.min(least, own.get(i));
        leastMade = Math.min(leastMade, made.get(i));
      } else if (least < open) {
        kept.add(openMade - leastMade >= (open - least) / 2 ? 1 : 0);
        least = open;
        leastMade = openMade;
      }
    }
    return kept.value();
  }
}
