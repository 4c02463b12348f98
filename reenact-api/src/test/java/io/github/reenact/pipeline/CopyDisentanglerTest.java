package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.LandmarkDisentanglerContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyDisentanglerTest extends LandmarkDisentanglerContract {
  @Override
  protected LandmarkDisentangler create() {
    return Backends.disentanglers().named("none").create(Optional.empty(), Device.CPU);
  }

  @Override
  protected double reconstructionTolerance() {
    return 1e-5;
  }

  @Test
  void create_modelOrGpu_isRefused() {
    var provider = Backends.disentanglers().named("none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(Optional.of(Path.of("x.bin")), Device.CPU))
        .withMessageContaining("x.bin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(Optional.empty(), Device.GPU))
        .withMessageContaining("GPU");
  }

  @Test
  void priority_isNegative() {
    assertThat(Backends.disentanglers().named("none").priority()).isNegative();
  }
}
