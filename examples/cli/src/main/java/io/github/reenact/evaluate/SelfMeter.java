package io.github.reenact.evaluate;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.util.EnumMap;
import java.util.Map;

/** Measures a person moved by their own clip: every driving frame is what should be made. */
final class SelfMeter implements RunMeter {
  private final MotionMeter motion = new MotionMeter(false);
  private final Mean l1 = new Mean();
  private final Mean mouth = new Mean();
  private final Mean eyes = new Mean();
  private final Mean psnr = new Mean();
  private final Mean ssim = new Mean();
  private final Mean landmarks = new Mean();

  @Override
  public void first(FrameSample sample) {
    motion.first(sample);
  }

  @Override
  public void add(FrameSample sample) {
    motion.add(sample);
    Image truth = sample.driving();
    int width = truth.width();
    int height = truth.height();
    Landmarks wanted = sample.wanted();
    PictureDifference difference = new PictureDifference(sample.made(), truth);
    l1.add(difference.l1(PixelBox.whole(width, height)));
    mouth.add(difference.l1(PixelBox.mouth(wanted, width, height)));
    eyes.add(
        difference.l1(
            PixelBox.rightEye(wanted, width, height), PixelBox.leftEye(wanted, width, height)));
    psnr.add(difference.psnr());
    ssim.add(Ssim.of(sample.made(), truth));
    sample.face().ifPresent(face -> landmarks.add(landmarkError(face, wanted)));
  }

  /** The mean distance of the points in per cent of the wanted face's size. */
  static double landmarkError(Landmarks face, Landmarks wanted) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += Math.hypot(face.x(i) - wanted.x(i), face.y(i) - wanted.y(i));
    }
    return 100 * sum / Landmarks.COUNT / wanted.size();
  }

  @Override
  public Map<PortraitMetric, Double> metrics() {
    Map<PortraitMetric, Double> out = new EnumMap<>(PortraitMetric.class);
    out.put(PortraitMetric.L1, l1.value());
    out.put(PortraitMetric.L1_MOUTH, mouth.value());
    out.put(PortraitMetric.L1_EYES, eyes.value());
    out.put(PortraitMetric.PSNR, psnr.value());
    out.put(PortraitMetric.SSIM, ssim.value());
    out.put(PortraitMetric.LANDMARKS, landmarks.value());
    motion.putInto(out);
    return out;
  }
}
