package io.github.reenact.tf.fdgan;

import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.PortraitTranslatorContract;
import java.util.Optional;

class FdGanContractTest extends PortraitTranslatorContract {
  @Override
  protected PortraitTranslator create() {
    return new FdGanProvider().create(Optional.empty(), Device.CPU);
  }

  /** The network repaints the face even where nothing moves. */
  @Override
  protected double ownLandmarksTolerance() {
    return 4;
  }

  /**
   * Sums over several threads differ in their last bits, and a few colours by one step with them.
   */
  @Override
  protected double repeatTolerance() {
    return 0.02;
  }
}
