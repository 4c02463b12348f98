package io.github.reenact.spring;

import io.github.reenact.Framing;
import io.github.reenact.MotionMode;
import io.github.reenact.Reenactor;
import io.github.reenact.spi.Device;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code reenact.*}: each is what {@link Reenactor.Builder} has of that name, and
 * its default where it is not set.
 *
 * @param detector name of the landmark detector
 * @param disentangler name of the landmark disentangler
 * @param translator name of the portrait translator
 * @param landmarkModel the detector's model file
 * @param disentanglerModel the disentangler's model file
 * @param translatorModel the translator's model file
 * @param device {@code cpu} or {@code gpu}, for the translator
 * @param motion {@code relative} or {@code absolute}
 * @param framing {@code photo} or {@code crop}
 * @param strength of the motion, 0 to 4
 * @param smoothing over time, 0 to 1
 */
@ConfigurationProperties("reenact")
public record ReenactProperties(
    @Nullable String detector,
    @Nullable String disentangler,
    @Nullable String translator,
    @Nullable Path landmarkModel,
    @Nullable Path disentanglerModel,
    @Nullable Path translatorModel,
    @Nullable Device device,
    @Nullable MotionMode motion,
    @Nullable Framing framing,
    @Nullable Double strength,
    @Nullable Double smoothing) {
  /** A builder with what is set; {@link IllegalArgumentException} if a number is out of range. */
  Reenactor.Builder builder() {
    Reenactor.Builder builder = Reenactor.builder();
    set(detector, builder::detector);
    set(disentangler, builder::disentangler);
    set(translator, builder::translator);
    set(landmarkModel, builder::landmarkModel);
    set(disentanglerModel, builder::disentanglerModel);
    set(translatorModel, builder::translatorModel);
    set(device, builder::device);
    set(motion, builder::motion);
    set(framing, builder::framing);
    set(strength, builder::strength);
    set(smoothing, builder::smoothing);
    return builder;
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
