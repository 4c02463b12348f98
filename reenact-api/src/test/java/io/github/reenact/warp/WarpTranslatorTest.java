package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.PortraitTranslatorProvider;
import io.github.reenact.testing.PortraitTranslatorContract;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class WarpTranslatorTest extends PortraitTranslatorContract {
  @Override
  protected PortraitTranslator create() {
    return new WarpTranslatorProvider().create(Optional.empty(), Device.CPU);
  }

  @Override
  protected double ownLandmarksTolerance() {
    return 0.1;
  }

  @Test
  void create_modelPath_refusesAndNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new WarpTranslatorProvider().create(Optional.of(Path.of("x.zip")), Device.CPU))
        .withMessageContaining("x.zip")
        .withMessageContaining("leave the model out");
  }

  @Test
  void create_gpu_refuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WarpTranslatorProvider().create(Optional.empty(), Device.GPU))
        .withMessageContaining("GPU");
  }

  @Test
  void provider_serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(PortraitTranslatorProvider.class))
        .anyMatch(p -> p instanceof WarpTranslatorProvider && p.name().equals("warp"));
  }
}
