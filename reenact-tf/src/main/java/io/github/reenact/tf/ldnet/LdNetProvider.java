package io.github.reenact.tf.ldnet;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDisentanglerProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes {@link LdNet}s. They compute on the CPU whatever the device: so small a network gains
 * nothing from a GPU.
 */
public final class LdNetProvider implements LandmarkDisentanglerProvider {
  static final String NAME = "ldnet";

  /** For the service loader. */
  public LdNetProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public LandmarkDisentangler create(Optional<Path> model, Device device) {
    return model.isPresent() ? LdNet.load(model.get()) : LdNet.load();
  }
}
