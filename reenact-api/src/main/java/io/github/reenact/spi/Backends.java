package io.github.reenact.spi;

import io.github.reenact.BackendMissingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds backends by name or takes the best one, through {@link ServiceLoader}: first with the
 * thread's context class loader, then with the one that loaded reenact.
 *
 * <p>Nothing is ever replaced silently. A name that is not there, a name that two different
 * providers claim, and (where the caller leaves the choice open) a provider that is listed but
 * cannot be loaded are a {@link BackendMissingException}, which says what was asked for, what is
 * there, and the artifact to add; the failure of a provider is kept as its cause.
 *
 * <p>Thread-safe. Nothing is cached: ask once and keep the answer.
 */
public final class Backends {
  private static final String LANDMARKS = "io.github.reenact:reenact-landmarks";
  private static final String TF = "io.github.reenact:reenact-tf";
  private static final String API = "io.github.reenact:reenact-api";

  /** More broken providers than any class path has; ends a loader that fails for ever. */
  private static final int MAX_FAILURES = 50;

  private Backends() {}

  /**
   * The landmark detector of that name, for example {@code dlib}.
   *
   * @throws BackendMissingException if there is none, or it cannot be loaded
   */
  public static LandmarkDetectorProvider detector(String name) {
    return allDetectors().named(name);
  }

  /**
   * The landmark detector to use when nobody names one: that of the highest priority that is not
   * negative.
   *
   * @throws BackendMissingException if there is none, or a provider cannot be loaded
   */
  public static LandmarkDetectorProvider detector() {
    return allDetectors().best();
  }

  /** All landmark detectors that can be loaded, the best first. */
  public static List<LandmarkDetectorProvider> detectors() {
    return allDetectors().providers;
  }

  /**
   * The landmark disentangler of that name, for example {@code ldnet}.
   *
   * @throws BackendMissingException if there is none, or it cannot be loaded
   */
  public static LandmarkDisentanglerProvider disentangler(String name) {
    return allDisentanglers().named(name);
  }

  /**
   * The landmark disentangler to use when nobody names one: that of the highest priority that is
   * not negative.
   *
   * @throws BackendMissingException if there is none, or a provider cannot be loaded
   */
  public static LandmarkDisentanglerProvider disentangler() {
    return allDisentanglers().best();
  }

  /** All landmark disentanglers that can be loaded, the best first. */
  public static List<LandmarkDisentanglerProvider> disentanglers() {
    return allDisentanglers().providers;
  }

  /**
   * The portrait translator of that name, for example {@code fdgan} or {@code warp}.
   *
   * @throws BackendMissingException if there is none, or it cannot be loaded
   */
  public static PortraitTranslatorProvider translator(String name) {
    return allTranslators().named(name);
  }

  /**
   * The portrait translator to use when nobody names one: that of the highest priority that is not
   * negative.
   *
   * @throws BackendMissingException if there is none, or a provider cannot be loaded
   */
  public static PortraitTranslatorProvider translator() {
    return allTranslators().best();
  }

  /** All portrait translators that can be loaded, the best first. */
  public static List<PortraitTranslatorProvider> translators() {
    return allTranslators().providers;
  }

  /**
   * The gaze estimator of that name, for example {@code gaze}.
   *
   * @throws BackendMissingException if there is none, or it cannot be loaded
   */
  public static GazeEstimatorProvider gazeEstimator(String name) {
    return allGazeEstimators().named(name);
  }

  /**
   * The gaze estimator to use when nobody names one: that of the highest priority that is not
   * negative.
   *
   * @throws BackendMissingException if there is none, or a provider cannot be loaded
   */
  public static GazeEstimatorProvider gazeEstimator() {
    return allGazeEstimators().best();
  }

  /**
   * The gaze estimator to use when nobody names one, for callers that can do without: nothing else
   * needs one.
   *
   * @return empty if no gaze estimator is listed whose priority is not negative
   * @throws BackendMissingException if one is listed that cannot be loaded: that is a broken
   *     installation, and not a choice
   */
  public static Optional<GazeEstimatorProvider> optionalGazeEstimator() {
    return allGazeEstimators().optional();
  }

  /** All gaze estimators that can be loaded, the best first. */
  public static List<GazeEstimatorProvider> gazeEstimators() {
    return allGazeEstimators().providers;
  }

  private static Found<LandmarkDetectorProvider> allDetectors() {
    return load("landmark detector", LandmarkDetectorProvider.class, Map.of("dlib", LANDMARKS));
  }

  private static Found<LandmarkDisentanglerProvider> allDisentanglers() {
    return load(
        "landmark disentangler",
        LandmarkDisentanglerProvider.class,
        Map.of("ldnet", TF, "none", API));
  }

  private static Found<PortraitTranslatorProvider> allTranslators() {
    return load(
        "portrait translator", PortraitTranslatorProvider.class, Map.of("fdgan", TF, "warp", API));
  }

  private static Found<GazeEstimatorProvider> allGazeEstimators() {
    return load("gaze estimator", GazeEstimatorProvider.class, Map.of("gaze", TF));
  }

  private static <P extends Provider> Found<P> load(
      String kind, Class<P> service, Map<String, String> artifacts) {
    List<Iterator<P>> sources = new ArrayList<>();
    sources.add(ServiceLoader.load(service).iterator());
    sources.add(ServiceLoader.load(service, Backends.class.getClassLoader()).iterator());
    return collect(kind, artifacts, sources);
  }

  /** Everything that the sources give, each provider class once; failures are kept, not thrown. */
  static <P extends Provider> Found<P> collect(
      String kind, Map<String, String> artifacts, List<Iterator<P>> sources) {
    List<P> providers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    Set<String> messages = new HashSet<>();
    for (Iterator<P> source : sources) {
      boolean more = true;
      while (more && failures.size() < MAX_FAILURES) {
        try {
          P provider = source.next();
          if (seen.add(provider.getClass())) {
            providers.add(provider);
          }
        } catch (NoSuchElementException end) {
          more = false;
        } catch (ServiceConfigurationError | LinkageError e) {
          // A broken provider must not hide the others; the look-up decides whether it matters.
          if (messages.add(String.valueOf(e.getMessage()))) {
            failures.add(e);
          }
        }
      }
    }
    providers.sort(
        Comparator.<P>comparingInt(Provider::priority).reversed().thenComparing(Provider::name));
    return new Found<>(kind, artifacts, List.copyOf(providers), List.copyOf(failures));
  }

  /** The outcome of one look for providers of one kind. */
  static final class Found<P extends Provider> {
    private final String kind;
    private final Map<String, String> artifacts;
    final List<P> providers;
    private final List<Throwable> failures;

    Found(String kind, Map<String, String> artifacts, List<P> providers, List<Throwable> failures) {
      this.kind = kind;
      this.artifacts = artifacts;
      this.providers = providers;
      this.failures = failures;
    }

    P named(String name) {
      List<P> matches = providers.stream().filter(p -> p.name().equals(name)).toList();
      if (matches.size() > 1) {
        throw missing(
            "%s \"%s\" is provided more than once, by %s; keep one of them on the class path"
                .formatted(
                    kind,
                    name,
                    matches.stream()
                        .map(p -> p.getClass().getName())
                        .collect(Collectors.joining(" and "))));
      }
      if (matches.isEmpty()) {
        String artifact = artifacts.get(name);
        throw missing(
            "no %s is named \"%s\"; there %s. %s"
                .formatted(
                    kind,
                    name,
                    there(),
                    artifact != null
                        ? "Add " + artifact + " to the class path"
                        : "Known names: " + known()));
      }
      return matches.get(0);
    }

    P best() {
      if (!failures.isEmpty()) {
        throw missing(
            "no %s was named, and one that is listed cannot be loaded (%s), so that the best one is"
                    .formatted(kind, failures.get(0).getMessage())
                + " not known; there %s. Repair it, or name one".formatted(there()));
      }
      List<P> eligible = providers.stream().filter(p -> p.priority() >= 0).toList();
      if (eligible.isEmpty()) {
        throw missing(
            "no %s that could be used unless named; there %s. Name one of these, or add: %s"
                .formatted(kind, there(), known()));
      }
      return named(eligible.get(0).name());
    }

    Optional<P> optional() {
      return failures.isEmpty() && providers.stream().noneMatch(p -> p.priority() >= 0)
          ? Optional.empty()
          : Optional.of(best());
    }

    private String there() {
      return providers.isEmpty()
          ? "is none"
          : providers.stream()
              .map(p -> "\"" + p.name() + "\"")
              .distinct()
              .collect(Collectors.joining(", ", providers.size() == 1 ? "is " : "are ", ""));
    }

    private String known() {
      return artifacts.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(e -> "\"" + e.getKey() + "\" (" + e.getValue() + ")")
          .collect(Collectors.joining(", "));
    }

    private BackendMissingException missing(String message) {
      if (failures.isEmpty()) {
        return new BackendMissingException(message);
      }
      BackendMissingException e =
          new BackendMissingException(
              message + ". A listed provider failed to load: " + failures.get(0).getMessage(),
              failures.get(0));
      failures.stream().skip(1).forEach(e::addSuppressed);
      return e;
    }
  }
}
