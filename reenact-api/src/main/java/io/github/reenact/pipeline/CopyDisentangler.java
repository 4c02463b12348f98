package io.github.reenact.pipeline;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDisentanglerProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * No disentanglement, {@code none}: the motion code is the driver's normalised landmarks, the
 * identity code is empty, and {@link #combine} gives the driver's landmarks back, whoever the
 * target is. The driver's face shape leaks into the result: the baseline that a disentangler has to
 * beat.
 *
 * <p>Thread-safe.
 */
public final class CopyDisentangler implements LandmarkDisentangler {
  static final String NAME = "none";

  private volatile boolean closed;

  @Override
  public IdentityCode identity(Landmarks landmarks) {
    return identity(List.of(landmarks));
  }

  @Override
  public IdentityCode identity(List<Landmarks> landmarks) {
    checkOpen();
    if (landmarks.isEmpty()) {
      throw new IllegalArgumentException("the identity of 0 faces was asked for; give at least 1");
    }
    // Nothing is taken from them, but what is no face here must be none in every backend.
    landmarks.forEach(LandmarkDisentangler::requireFace);
    return IdentityCode.of(NAME);
  }

  @Override
  public MotionCode motion(Landmarks landmarks) {
    checkOpen();
    return MotionCode.of(
        NAME, landmarks.transform(LandmarkDisentangler.requireFace(landmarks)).toArray());
  }

  @Override
  public Landmarks combine(IdentityCode identity, MotionCode motion) {
    checkOpen();
    check("identity", identity.backend());
    check("motion", motion.backend());
    return Landmarks.of(motion.toArray());
  }

  private static void check(String code, String backend) {
    if (!backend.equals(NAME)) {
      throw new IllegalArgumentException(
          "the " + code + " code is of backend \"" + backend + "\", not \"" + NAME + "\"");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this disentangler is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Makes them. */
  public static final class Provider implements LandmarkDisentanglerProvider {
    @Override
    public String name() {
      return NAME;
    }

    /** Negative: used only when named. */
    @Override
    public int priority() {
      return -1;
    }

    @Override
    public LandmarkDisentangler create(Optional<Path> model, Device device) {
      if (model.isPresent()) {
        throw new IllegalArgumentException(
            "disentangler \"none\" has no model file, but " + model.get() + " was given");
      }
      if (device != Device.CPU) {
        throw new IllegalArgumentException(
            "disentangler \"none\" computes on the CPU, not on " + device);
      }
      return new CopyDisentangler();
    }
  }
}
