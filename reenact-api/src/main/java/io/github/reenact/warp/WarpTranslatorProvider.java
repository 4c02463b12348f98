package io.github.reenact.warp;

import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.PortraitTranslatorProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Provides {@code warp}, the translator that warps the photo and needs neither a model file nor a
 * native library. It moves what the photo shows, and shows nothing that the photo does not: a
 * closed mouth does not get teeth.
 *
 * <p>Thread-safe.
 */
public final class WarpTranslatorProvider implements PortraitTranslatorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public WarpTranslatorProvider() {}

  @Override
  public String name() {
    return "warp";
  }

  @Override
  public int priority() {
    return 0;
  }

  /**
   * Makes an instance.
   *
   * @throws IllegalArgumentException if a model file or a GPU is asked for: it has no use for
   *     either
   */
  @Override
  public PortraitTranslator create(Optional<Path> model, Device device) {
    if (model.isPresent()) {
      throw new IllegalArgumentException(
          "translator \"warp\" has no model, but "
              + model.get()
              + " was given; leave the model out, or ask for the translator it belongs to");
    }
    if (device != Device.CPU) {
      throw new IllegalArgumentException(
          "translator \"warp\" computes on the CPU only, but device "
              + device
              + " was asked for; ask for "
              + Device.CPU
              + " or for another translator");
    }
    return new WarpTranslator();
  }
}
