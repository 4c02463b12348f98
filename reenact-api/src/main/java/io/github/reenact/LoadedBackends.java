package io.github.reenact;

import static java.util.Objects.requireNonNullElse;

import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The backends of a {@link Reenactor} with their names. Owns those that it loaded: {@link #close()}
 * frees them in reverse order. Instances that were given stay the caller's to close.
 */
final class LoadedBackends implements AutoCloseable {
  /**
   * Which backends a builder is to use. Each is a name, an instance, or null for the best.
   *
   * @param models their model files, and where the translator computes
   * @param movesEyes whether a gaze estimator is needed if there is one
   */
  record Choices(
      @Nullable Object detector,
      @Nullable Object disentangler,
      @Nullable Object translator,
      @Nullable Object gazeEstimator,
      Models models,
      boolean movesEyes) {}

  /** Model files, null for a backend's own, and where the translator computes, null for the CPU. */
  record Models(
      @Nullable Path landmarks,
      @Nullable Path disentangler,
      @Nullable Path translator,
      @Nullable Device device) {}

  /** One backend that is looked up, and not yet loaded. */
  private record Source<B extends AutoCloseable>(String name, boolean isOwned, Supplier<B> open) {
    static <B extends AutoCloseable> Source<B> given(B instance) {
      return new Source<>(instance.getClass().getName(), false, () -> instance);
    }

    static <B extends AutoCloseable> Source<B> provided(
        Provider<B> provider, @Nullable Path model, Device device) {
      return new Source<>(
          provider.name(), true, () -> provider.create(Optional.ofNullable(model), device));
    }

    /** The instance that was chosen, or the provider that was named, or the best. */
    static <B extends AutoCloseable> Source<B> of(
        @Nullable Object choice,
        Class<B> type,
        Backends<? extends Provider<B>> backends,
        @Nullable Path model,
        Device device) {
      if (type.isInstance(choice)) {
        return given(type.cast(choice));
      }
      return provided(
          choice instanceof String name ? backends.named(name) : backends.best(), model, device);
    }

    B load(List<AutoCloseable> owned) {
      B backend = open.get();
      if (isOwned) {
        owned.add(0, backend);
      }
      return backend;
    }
  }

  /** The backends' names; of an instance, that of its class. */
  record Names(String detector, String disentangler, String translator) {}

  private final BackendSet set;
  private final Names names;

  /** The last one loaded first. */
  private final List<AutoCloseable> owned;

  private LoadedBackends(BackendSet set, Names names, List<AutoCloseable> owned) {
    this.set = set;
    this.names = names;
    this.owned = owned;
  }

  /**
   * Loads the backends that are not given as instances.
   *
   * @throws BackendMissingException if a backend or its native library is not there
   * @throws ModelFileException if a model file is missing or damaged
   * @throws IllegalStateException if a model file or a device is set for an instance
   */
  static LoadedBackends load(Choices choices) {
    refuseUnheeded(choices);
    // All names are looked up before anything is loaded: a typing error costs no waiting.
    Models models = choices.models;
    Source<LandmarkDetector> detector =
        Source.of(
            choices.detector,
            LandmarkDetector.class,
            Backends.detectors(),
            models.landmarks,
            Device.CPU);
    Source<LandmarkDisentangler> disentangler =
        Source.of(
            choices.disentangler,
            LandmarkDisentangler.class,
            Backends.disentanglers(),
            models.disentangler,
            Device.CPU);
    Source<PortraitTranslator> translator =
        Source.of(
            choices.translator,
            PortraitTranslator.class,
            Backends.translators(),
            models.translator,
            requireNonNullElse(models.device, Device.CPU));
    Optional<Source<GazeEstimator>> gazeEstimator = gazeEstimator(choices);

    List<AutoCloseable> owned = new ArrayList<>();
    try {
      return new LoadedBackends(
          new BackendSet(
              detector.load(owned),
              disentangler.load(owned),
              translator.load(owned),
              gazeEstimator.map(g -> g.load(owned))),
          new Names(detector.name, disentangler.name, translator.name),
          owned);
    } catch (Throwable t) {
      Resources.closeAfter(t, owned);
      throw t;
    }
  }

  private static Optional<Source<GazeEstimator>> gazeEstimator(Choices choices) {
    if (choices.gazeEstimator != null) {
      return Optional.of(
          Source.of(
              choices.gazeEstimator,
              GazeEstimator.class,
              Backends.gazeEstimators(),
              null,
              Device.CPU));
    }
    return choices.movesEyes
        ? Backends.gazeEstimators().optional().map(p -> Source.provided(p, null, Device.CPU))
        : Optional.empty();
  }

  BackendSet set() {
    return set;
  }

  Names names() {
    return names;
  }

  /** Frees the backends that were loaded here. */
  @Override
  public void close() {
    Resources.closeAll(owned);
  }

  private static void refuseUnheeded(Choices choices) {
    Models models = choices.models;
    refuseUnheeded("landmarkModel", models.landmarks, "detector", choices.detector);
    refuseUnheeded("disentanglerModel", models.disentangler, "disentangler", choices.disentangler);
    refuseUnheeded("translatorModel", models.translator, "translator", choices.translator);
    refuseUnheeded("device", models.device, "translator", choices.translator);
  }

  /** An option that the instance of a backend, which is loaded already, could not heed. */
  private static void refuseUnheeded(
      String option, @Nullable Object value, String backend, @Nullable Object choice) {
    if (value != null && choice != null && !(choice instanceof String)) {
      throw new IllegalStateException(
          "%s is set to %s, but the %s was given as an instance, which is loaded already; set one of the two"
              .formatted(option, value, backend));
    }
  }
}
