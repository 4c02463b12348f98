package io.github.reenact.tf.graph;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;

/**
 * What {@link SessionTuning} found, in a small file of the user's cache folder, so that the next
 * start need not measure. An entry holds for one network, processor, number of processors and
 * version of TensorFlow. The file can be deleted at any time; where it cannot be read or written,
 * every start measures.
 *
 * <p>The system property {@value #PROPERTY} names another folder, or is {@code off}.
 *
 * <p>Thread-safe; of processes that write at once, one entry may be lost and measured again.
 */
final class TuningCache {
  /** Name of the system property: a folder, or {@code off}. */
  static final String PROPERTY = "reenact.cache";

  private static final String FILE = "tuning.properties";
  private static final Pattern VALUE = Pattern.compile("(float32|bfloat16) (\\d{1,4})");
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Logger LOG = LoggerFactory.getLogger(TuningCache.class);

  private TuningCache() {}

  /** What was found for a network before; empty if nothing was. */
  static synchronized Optional<SessionTuning.Choice> get(String network) {
    return file().flatMap(file -> parsed(read(file).getProperty(key(network), "")));
  }

  private static Optional<SessionTuning.Choice> parsed(String value) {
    Matcher m = VALUE.matcher(value);
    return m.matches()
        ? Optional.of(
            new SessionTuning.Choice(m.group(1).equals("bfloat16"), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  /** Keeps what was found for a network. */
  static synchronized void put(String network, SessionTuning.Choice choice) {
    Optional<Path> file = file();
    if (file.isEmpty()) {
      return;
    }
    Path folder = file.get().toAbsolutePath().getParent();
    try {
      Properties all = read(file.get());
      all.setProperty(
          key(network), (choice.bfloat16() ? "bfloat16 " : "float32 ") + choice.threads());
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, FILE, ".part");
      try {
        try (Writer out = Files.newBufferedWriter(part)) {
          all.store(out, "How reenact's networks compute fastest here; may be deleted");
        }
        Files.move(part, file.get(), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | SecurityException e) {
      LOG.debug("{} cannot be written; the next start measures again", file.get(), e);
    }
  }

  private static Properties read(Path file) {
    Properties all = new Properties();
    if (Files.isReadable(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        all.load(in);
      } catch (IOException | IllegalArgumentException e) {
        LOG.debug("{} cannot be read; measuring again", file, e);
        all.clear();
      }
    }
    return all;
  }

  private static Optional<Path> file() {
    String set = System.getProperty(PROPERTY);
    if (set != null) {
      return set.equals("off") ? Optional.empty() : Optional.of(Path.of(set, FILE));
    }
    return folder().map(folder -> folder.resolve("reenact").resolve(FILE));
  }

  /** Where this system has its users' caches. */
  private static Optional<Path> folder() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String home = System.getProperty("user.home", "");
    String named =
        system.startsWith("windows")
            ? System.getenv("LOCALAPPDATA")
            : System.getenv("XDG_CACHE_HOME");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    if (home.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        system.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache"));
  }

  /** All that the choice depends on. */
  private static String key(String network) {
    return String.join(
        "; ",
        List.of(
            network,
            processor(),
            Runtime.getRuntime().availableProcessors() + " processors",
            "TensorFlow " + TensorFlow.version(),
            "bfloat16 " + TensorFlowRuntime.hasBfloat16(),
            "own threads " + TensorFlowRuntime.hasOwnThreads()));
  }

  private static String processor() {
    String name = System.getProperty("os.arch", "");
    if (Files.isReadable(PROCESSORS)) {
      try (Stream<String> lines = Files.lines(PROCESSORS)) {
        return lines
            .filter(line -> line.startsWith("model name") || line.startsWith("flags"))
            .limit(2)
            .map(line -> line.startsWith("flags") ? instructions(line) : line.replaceAll(".*:", ""))
            .reduce(name, (a, b) -> a + " " + b.strip());
      } catch (IOException | java.io.UncheckedIOException e) {
        return name;
      }
    }
    return name;
  }

  /** Machines of one name can differ in the instructions that count here. */
  private static String instructions(String flags) {
    return Stream.of(flags.split(" "))
        .filter(flag -> flag.matches("avx2|avx512f|avx512_bf16|amx_bf16"))
        .reduce("", (a, b) -> a + " " + b);
  }
}
