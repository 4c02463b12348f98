package io.github.reenact.evaluate;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import java.util.IdentityHashMap;

/** The codes of one model, each frame encoded once. Not thread-safe. */
final class Codes {
  private final LandmarkDisentangler net;
  private final IdentityHashMap<Landmarks, IdentityCode> identities = new IdentityHashMap<>();
  private final IdentityHashMap<Landmarks, MotionCode> motions = new IdentityHashMap<>();

  Codes(LandmarkDisentangler net) {
    this.net = net;
  }

  LandmarkDisentangler net() {
    return net;
  }

  IdentityCode identity(Landmarks face) {
    return identities.computeIfAbsent(face, net::identity);
  }

  MotionCode motion(Landmarks face) {
    return motions.computeIfAbsent(face, net::motion);
  }

  Landmarks transfer(Landmarks target, Landmarks driver) {
    return net.combine(identity(target), motion(driver));
  }

  double[] identityNumbers(Frame frame) {
    return numbers(identity(frame.landmarks()).toArray());
  }

  double[] motionNumbers(Frame frame) {
    return numbers(motion(frame.landmarks()).toArray());
  }

  static double[] numbers(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
