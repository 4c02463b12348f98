package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures a person moved by another: there is no truth, but for the motion and the face shape. */
final class CrossMeter implements RunMeter {
  private final MotionMeter motion = new MotionMeter(true);
  private final FaceShape made = new FaceShape();
  private final FaceShape driver = new FaceShape();
  private final FaceShape photo = new FaceShape();
  private final Landmarks start;
  private double firstPose = Double.NaN;

  /**
   * Starts.
   *
   * @param photo landmarks of the photo's person, those of the photo first; the more, the surer is
   *     their shape
   */
  CrossMeter(List<Landmarks> photo) {
    photo.forEach(this.photo::add);
    start = photo.get(0);
  }

  @Override
  public void first(FrameSample sample) {
    motion.first(sample);
    sample
        .face()
        .ifPresent(f -> firstPose = HeadAngles.of(f).minus(HeadAngles.of(start)).magnitude());
  }

  @Override
  public void add(FrameSample sample) {
    motion.add(sample);
    driver.add(sample.wanted());
    sample.face().ifPresent(made::add);
  }

  @Override
  public Map<PortraitMetric, Double> metrics() {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    motion.putInto(out);
    out.put(PortraitMetric.FIRST_POSE, firstPose);
    double toPhoto = made.distance(photo);
    double toDriver = made.distance(driver);
    out.put(PortraitMetric.SHAPE_TO_PHOTO, toPhoto);
    out.put(PortraitMetric.SHAPE_TO_DRIVER, toDriver);
    out.put(PortraitMetric.SHAPE_SHARE, toPhoto / (toPhoto + toDriver));
    return out;
  }
}
