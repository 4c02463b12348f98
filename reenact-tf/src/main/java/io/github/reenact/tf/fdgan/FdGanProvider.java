package io.github.reenact.tf.fdgan;

import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.PortraitTranslatorProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Offers {@link FdGan} under the name {@code fdgan}. */
public final class FdGanProvider implements PortraitTranslatorProvider {
  /** For the service loader. */
  public FdGanProvider() {}

  @Override
  public String name() {
    return "fdgan";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public PortraitTranslator create(Optional<Path> model, Device device) {
    return model.isPresent() ? FdGan.load(model.get(), device) : FdGan.load(device);
  }
}
