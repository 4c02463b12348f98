package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How closely the face in a video follows the driver's. */
final class MotionMeter {
  private final boolean fromFirst;
  private @Nullable HeadAngles offset;
  private int frames;
  private int found;
  private final Mean pose = new Mean();
  private final Correlation mouth = new Correlation();
  private final Correlation eyes = new Correlation();
  private final Flicker flicker = new Flicker();
  private final MovementMeter movement = new MovementMeter();

  /**
   * Starts.
   *
   * @param fromFirst whether poses are compared as they change from the first frame on
   */
  MotionMeter(boolean fromFirst) {
    this.fromFirst = fromFirst;
  }

  /** The first frame, from which poses change; it is not measured itself. */
  void first(FrameSample sample) {
    sample.face().ifPresent(face -> offset = difference(face, sample.wanted()));
  }

  void add(FrameSample sample) {
    frames++;
    flicker.add(sample.number(), sample.made(), sample.driving());
    if (sample.face().isPresent()) {
      found++;
      follow(sample.face().get(), sample.wanted());
      movement.add(
          sample.face().get(), sample.faceIrises(), sample.wanted(), sample.wantedIrises());
    }
  }

  private void follow(Landmarks face, Landmarks wanted) {
    mouth.add(wanted.mouthOpening(), face.mouthOpening());
    eyes.add(wanted.eyeOpening(), face.eyeOpening());
    HeadAngles difference = difference(face, wanted);
    HeadAngles start = offset;
    if (!fromFirst) {
      pose.add(difference.magnitude());
    } else if (start == null) {
      // No face was found before: poses change from here on.
      offset = difference;
    } else {
      pose.add(difference.minus(start).magnitude());
    }
  }

  private static HeadAngles difference(Landmarks face, Landmarks wanted) {
    return HeadAngles.of(face).minus(HeadAngles.of(wanted));
  }

  void putInto(Map<PortraitMetric, Double> metrics) {
    metrics.put(PortraitMetric.POSE, pose.value());
    metrics.put(PortraitMetric.MOUTH, mouth.value());
    metrics.put(PortraitMetric.EYES, eyes.value());
    metrics.put(PortraitMetric.FLICKER, flicker.ratio());
    movement.putInto(metrics);
    metrics.put(PortraitMetric.FOUND, frames == 0 ? Double.NaN : found / (double) frames);
  }
}
