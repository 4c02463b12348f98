package io.github.reenact.spi;

import io.github.reenact.BackendMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The available backends of one kind: finds them by name or takes the best one, through {@link
 * ServiceLoader}: first with the thread's context class loader, then with the one that loaded
 * reenact.
 *
 * <p>No backend replaces another one silently. These cases are a {@link BackendMissingException},
 * which says what was asked for, what is there, and which artifact to add: an unknown name; a name
 * that two different providers claim; and, if the caller names no backend, a provider that is
 * listed but cannot be loaded, or whose name is not allowed (the failure is the cause). If the
 * caller names none and a better backend is {@linkplain Provider#unavailable() not available}, the
 * next best is used, and a warning is logged (by {@link System.Logger}) that says which and why.
 *
 * <p>Immutable and thread-safe. What is on the class path is looked up by {@link #detectors()} and
 * the like, at each call.
 *
 * @param <P> the kind of provider
 */
public final class Backends<P extends Provider<?>> {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  /** More broken providers than any class path has; ends a loader that fails for ever. */
  private static final int MAX_FAILURES = 50;

  /** As {@link Provider#name} says. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  private final String kind;

  /** The artifact of each backend of this project, by the backend's name. */
  private final Properties artifacts;

  private final List<P> providers;
  private final List<Throwable> failures;

  private Backends(String kind, Properties artifacts, List<P> providers, List<Throwable> failures) {
    this.kind = kind;
    this.artifacts = artifacts;
    this.providers = providers;
    this.failures = failures;
  }

  /** The landmark detectors. */
  public static Backends<LandmarkDetectorProvider> detectors() {
    return load("landmark detector", LandmarkDetectorProvider.class);
  }

  /** The landmark disentanglers. */
  public static Backends<LandmarkDisentanglerProvider> disentanglers() {
    return load("landmark disentangler", LandmarkDisentanglerProvider.class);
  }

  /** The portrait translators. */
  public static Backends<PortraitTranslatorProvider> translators() {
    return load("portrait translator", PortraitTranslatorProvider.class);
  }

  /** The gaze estimators. */
  public static Backends<GazeEstimatorProvider> gazeEstimators() {
    return load("gaze estimator", GazeEstimatorProvider.class);
  }

  private static <P extends Provider<?>> Backends<P> load(String kind, Class<P> service) {
    @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    @Nullable ClassLoader own = Backends.class.getClassLoader();
    List<Iterator<P>> sources = new ArrayList<>();
    sources.add(ServiceLoader.load(service, context).iterator());
    if (!sees(context, own)) {
      sources.add(ServiceLoader.load(service, own).iterator());
    }
    return collect(kind, artifacts(service), sources);
  }

  /**
   * Whether a loader is the other one or a descendant of it, and so finds all that the other finds.
   */
  static boolean sees(@Nullable ClassLoader loader, @Nullable ClassLoader other) {
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l == other) {
        return true;
      }
    }
    return false;
  }

  /** Which artifact has which backend of a kind: a list beside this class, by name. */
  private static Properties artifacts(Class<?> service) {
    String file = service.getSimpleName() + ".properties";
    Properties out = new Properties();
    try (InputStream in = Backends.class.getResourceAsStream(file)) {
      if (in != null) {
        out.load(in);
      }
      return out;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + " beside " + Backends.class, e);
    }
  }

  /** Everything that the sources give, each provider class once; failures are kept, not thrown. */
  static <P extends Provider<?>> Backends<P> collect(
      String kind, Properties artifacts, List<Iterator<P>> sources) {
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
            requireName(provider);
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
    return new Backends<>(kind, artifacts, List.copyOf(providers), List.copyOf(failures));
  }

  private static void requireName(Provider<?> provider) {
    if (!NAME.matcher(provider.name()).matches()) {
      throw new ServiceConfigurationError(
          "provider %s has the name \"%s\"; a name consists of lower-case letters, digits and hyphens"
              .formatted(provider.getClass().getName(), provider.name()));
    }
  }

  /** All that can be loaded, the best first. */
  public List<P> all() {
    return providers;
  }

  /**
   * The backend of that name, for example {@code dlib}.
   *
   * @throws BackendMissingException if there is none, or it cannot be loaded
   */
  public P named(String name) {
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
      String artifact = artifacts.getProperty(name);
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

  /**
   * The backend to use when nobody names one: that of the highest priority that is not negative,
   * and that is available.
   *
   * @throws BackendMissingException if there is none, or a provider cannot be loaded
   */
  public P best() {
    return best(message -> LOG.log(System.Logger.Level.WARNING, message));
  }

  /** The best; what has to be said about the choice goes to {@code notes}. */
  P best(Consumer<String> notes) {
    if (!failures.isEmpty()) {
      throw missing(
          "no %s was named, and one that is listed cannot be loaded (%s), so that the best one is"
                  .formatted(kind, failures.get(0).getMessage())
              + " not known; there %s. Repair it, or name one".formatted(there()));
    }
    List<String> reasons = new ArrayList<>();
    for (P provider : providers) {
      Optional<String> reason = provider.unavailable();
      if (provider.priority() >= 0 && reason.isEmpty()) {
        P best = named(provider.name());
        if (!reasons.isEmpty()) {
          notes.accept(
              "%s \"%s\" is used, which is not the best one: %s"
                  .formatted(kind, best.name(), String.join("; ", reasons)));
        }
        return best;
      }
      reason.ifPresent(r -> reasons.add("\"" + provider.name() + "\" is not available: " + r));
    }
    throw missing(
        "no %s that could be used unless named; there %s. Name one of these, or add: %s"
            .formatted(
                kind,
                there() + reasons.stream().map(r -> "; " + r).collect(Collectors.joining()),
                known()));
  }

  /**
   * {@link #best}, for callers that can do without.
   *
   * @return empty if none is listed whose priority is not negative
   * @throws BackendMissingException if one is listed that cannot be loaded: that is a broken
   *     installation, and not a choice
   */
  public Optional<P> optional() {
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
    return artifacts.stringPropertyNames().stream()
        .sorted()
        .map(name -> "\"" + name + "\" (" + artifacts.getProperty(name) + ")")
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
