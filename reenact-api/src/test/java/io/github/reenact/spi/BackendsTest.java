package io.github.reenact.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reenact.BackendMissingException;
import io.github.reenact.PortraitTranslator;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private static final Properties ARTIFACTS = artifacts();

  private static Properties artifacts() {
    Properties out = new Properties();
    out.setProperty("fdgan", "io.example:tf");
    return out;
  }

  private static class Warp implements PortraitTranslatorProvider {
    @Override
    public String name() {
      return "warp";
    }

    @Override
    public int priority() {
      return 10;
    }

    @Override
    public PortraitTranslator create(Optional<Path> model, Device device) {
      throw new AssertionError("only looked up");
    }
  }

  private static final class OtherWarp extends Warp {}

  private static final class Best extends Warp {
    @Override
    public String name() {
      return "best";
    }

    @Override
    public int priority() {
      return 20;
    }
  }

  private static final class Unproven extends Warp {
    @Override
    public String name() {
      return "unproven";
    }

    @Override
    public int priority() {
      return -1;
    }
  }

  private static final class Elsewhere extends Warp {
    @Override
    public String name() {
      return "elsewhere";
    }

    @Override
    public int priority() {
      return 30;
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.of("no library for this platform");
    }
  }

  /** Gives providers and throws errors, in order: what a ServiceLoader's iterator does. */
  private static Iterator<PortraitTranslatorProvider> source(Object... items) {
    Iterator<Object> it = new ArrayList<>(List.of(items)).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return it.hasNext();
      }

      @Override
      public PortraitTranslatorProvider next() {
        if (!it.hasNext()) {
          throw new NoSuchElementException();
        }
        Object item = it.next();
        if (item instanceof Error e) {
          throw e;
        }
        return (PortraitTranslatorProvider) item;
      }
    };
  }

  private static Backends<PortraitTranslatorProvider> found(Object... items) {
    return Backends.collect("portrait translator", ARTIFACTS, List.of(source(items)));
  }

  @Test
  void named_isThere_isGivenWhateverItsPriority() {
    assertThat(found(new Warp(), new Unproven()).named("unproven")).isInstanceOf(Unproven.class);
  }

  @Test
  void named_isNotThere_saysWhatWasAskedForWhatIsThereAndWhatToAdd() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(new Warp(), new Best()).named("fdgan"))
        .withMessageContainingAll(
            "portrait translator", "\"fdgan\"", "\"warp\"", "\"best\"", "io.example:tf")
        .withNoCause();
  }

  @Test
  void named_unknownName_listsTheKnownOnes() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found().named("fdgun"))
        .withMessageContainingAll("\"fdgun\"", "is none", "\"fdgan\" (io.example:tf)");
  }

  @Test
  void named_failedToLoad_keepsTheCause() {
    ServiceConfigurationError failure = new ServiceConfigurationError("fdgan: no libtensorflow");
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(failure, new Warp()).named("fdgan"))
        .withMessageContainingAll("no libtensorflow", "\"warp\"")
        .withCause(failure);
  }

  @Test
  void named_anotherFailedToLoad_doesNotMatter() {
    assertThat(found(new NoClassDefFoundError("org/tensorflow/Graph"), new Warp()).named("warp"))
        .isInstanceOf(Warp.class);
  }

  @Test
  void named_twoProvidersOfOneName_areRefused() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(new Warp(), new OtherWarp()).named("warp"))
        .withMessageContainingAll("more than once", "OtherWarp");
  }

  @Test
  void named_oneProviderSeenByTwoLoaders_isOne() {
    var found =
        Backends.collect(
            "kind", ARTIFACTS, List.of(source(new Warp()), source(new Warp(), new Best())));
    assertThat(found.named("warp")).isInstanceOf(Warp.class);
    assertThat(found.all()).hasSize(2);
  }

  @Test
  void best_severalThere_isThatOfTheHighestPriority() {
    assertThat(found(new Warp(), new Best(), new Unproven()).best()).isInstanceOf(Best.class);
  }

  @Test
  void best_onlyNegativePriority_isRefused() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(new Unproven()).best())
        .withMessageContainingAll("\"unproven\"", "io.example:tf");
  }

  @Test
  void best_oneFailedToLoad_isNotReplacedSilently() {
    ServiceConfigurationError failure = new ServiceConfigurationError("fdgan: no libtensorflow");
    Throwable thrown =
        catchThrowable(() -> found(new Warp(), failure, new LinkageError("another")).best());
    assertThat(thrown)
        .isInstanceOf(BackendMissingException.class)
        .hasMessageContainingAll("no libtensorflow", "\"warp\"", "name one")
        .hasCause(failure);
    assertThat(thrown.getSuppressed()).hasSize(1);
  }

  @Test
  void best_betterOneNotAvailable_takesTheNextAndSaysWhy() {
    List<String> notes = new ArrayList<>();
    var found = found(new Warp(), new Elsewhere(), new Best());
    assertThat(found.best(notes::add)).isInstanceOf(Best.class);
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("\"best\" is used")
        .contains("\"elsewhere\" is not available: no library for this platform");
    assertThat(found.named("elsewhere")).isInstanceOf(Elsewhere.class);
    assertThat(found.optional()).isPresent();
  }

  @Test
  void best_bestOneAvailable_saysNothing() {
    List<String> notes = new ArrayList<>();
    assertThat(found(new Warp(), new Best()).best(notes::add)).isInstanceOf(Best.class);
    assertThat(notes).isEmpty();
  }

  @Test
  void best_noneAvailable_saysWhy() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(new Elsewhere(), new Unproven()).best())
        .withMessageContainingAll("no library for this platform", "\"unproven\"");
  }

  @Test
  void optional_noneThere_isEmpty() {
    assertThat(found().optional()).isEmpty();
    assertThat(found(new Unproven()).optional()).isEmpty();
    assertThat(Backends.gazeEstimators().optional()).isEmpty();
  }

  @Test
  void optional_severalThere_isTheBest() {
    assertThat(found(new Warp(), new Best()).optional())
        .hasValueSatisfying(p -> assertThat(p).isInstanceOf(Best.class));
  }

  @Test
  void optional_listedButBroken_isNotTakenForAbsent() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> found(new ServiceConfigurationError("no libtensorflow")).optional())
        .withMessageContaining("no libtensorflow");
  }

  @Test
  void collect_sourceThatFailsForEver_ends() {
    Iterator<PortraitTranslatorProvider> endless =
        new Iterator<>() {
          private int n;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public PortraitTranslatorProvider next() {
            throw new ServiceConfigurationError("failure " + n++);
          }
        };
    assertThat(Backends.collect("kind", ARTIFACTS, List.of(endless)).all()).isEmpty();
  }

  private static final class Shouting extends Warp {
    @Override
    public String name() {
      return "WARP 2";
    }
  }

  @Test
  void collect_nameNotAllowed_isAFailureThatSaysSo() {
    Backends<PortraitTranslatorProvider> backends =
        Backends.collect(
            "portrait translator", ARTIFACTS, List.of(source(new Shouting(), new Warp())));
    assertThat(backends.all()).extracting(Provider::name).containsExactly("warp");
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(backends::best)
        .withMessageContaining("WARP 2")
        .withMessageContaining("lower-case letters, digits and hyphens");
  }

  @Test
  void sees_parentsAndItself_butNoOthers() throws IOException {
    ClassLoader own = Backends.class.getClassLoader();
    try (URLClassLoader child = new URLClassLoader(new URL[0], own);
        URLClassLoader grandchild = new URLClassLoader(new URL[0], child);
        URLClassLoader stranger = new URLClassLoader(new URL[0], null)) {
      assertThat(Backends.sees(own, own)).isTrue();
      assertThat(Backends.sees(grandchild, own)).isTrue();
      assertThat(Backends.sees(own, grandchild)).isFalse();
      assertThat(Backends.sees(stranger, own)).isFalse();
      assertThat(Backends.sees(null, own)).isFalse();
    }
  }

  @Test
  void disentanglers_contextLoaderThatKnowsNoReenact_areFoundNevertheless() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader stranger = new URLClassLoader(new URL[0], null)) {
      thread.setContextClassLoader(stranger);
      assertThat(Backends.disentanglers().named("none").name()).isEqualTo("none");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void disentangler_none_isFoundThroughTheServiceLoader() {
    assertThat(Backends.disentanglers().named("none").name()).isEqualTo("none");
    assertThat(Backends.disentanglers().all())
        .extracting(LandmarkDisentanglerProvider::name)
        .contains("none");
  }

  @Test
  void detector_moduleWithoutOne_namesTheArtifact() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> Backends.detectors().named("dlib"))
        .withMessageContaining("io.github.reenact:reenact-landmarks");
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> Backends.detectors().best())
        .withMessageContaining("io.github.reenact:reenact-landmarks");
  }
}
