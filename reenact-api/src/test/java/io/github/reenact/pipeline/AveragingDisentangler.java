package io.github.reenact.pipeline;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.Similarity;
import java.util.List;

/**
 * Gives the mean of the target's and the driver's normalised landmarks, pulled a little towards a
 * fixed shape: wrong as a model of faces, but it depends on both codes and, as a trained decoder,
 * does not give a face back exactly.
 */
public final class AveragingDisentangler implements LandmarkDisentangler {
  @Override
  public IdentityCode identity(Landmarks landmarks) {
    return IdentityCode.of("averaging", normal(landmarks).toArray());
  }

  @Override
  public IdentityCode identity(List<Landmarks> landmarks) {
    return identity(landmarks.get(0));
  }

  @Override
  public MotionCode motion(Landmarks landmarks) {
    return MotionCode.of("averaging", normal(landmarks).toArray());
  }

  @Override
  public Landmarks combine(IdentityCode identity, MotionCode motion) {
    float[] i = identity.toArray();
    float[] m = motion.toArray();
    float[] out = new float[i.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = 0.45f * i[k] + 0.45f * m[k] + 0.03f * (float) Math.sin(k);
    }
    return normal(Landmarks.of(out));
  }

  private static Landmarks normal(Landmarks landmarks) {
    return landmarks.transform(Similarity.normalizing(landmarks));
  }

  @Override
  public void close() {}
}
