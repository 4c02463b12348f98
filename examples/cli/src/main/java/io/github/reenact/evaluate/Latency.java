package io.github.reenact.evaluate;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import java.util.Arrays;

/**
 * Median times of single calls from one thread, in milliseconds.
 *
 * @param identity of encoding an identity
 * @param motion of encoding a motion
 * @param combine of decoding
 */
public record Latency(double identity, double motion, double combine) {
  private static final int WARM_UP = 500;
  private static final int CALLS = 2000;

  /** Times calls with one face. */
  static Latency measure(LandmarkDisentangler net, Landmarks face) {
    IdentityCode identity = net.identity(face);
    MotionCode motion = net.motion(face);
    return new Latency(
        median(() -> net.identity(face)),
        median(() -> net.motion(face)),
        median(() -> net.combine(identity, motion)));
  }

  private static double median(Runnable call) {
    for (int i = 0; i < WARM_UP; i++) {
      call.run();
    }
    long[] nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      call.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[CALLS / 2] / 1e6;
  }
}
