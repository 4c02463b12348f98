package io.github.reenact.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A process of {@code ./reenact} that is watched. Linux only. Ended when closed. */
final class ChildProcess implements AutoCloseable {
  private static final long PAGE = 4096;
  private static final long LOOK_MILLIS = 100;

  private final Process process;
  private final Path log;
  private final long begin = System.nanoTime();
  private Duration processor = Duration.ZERO;
  private long most;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with a heap of 1 GB, so that garbage does not look like a leak. */
  static ChildProcess reenact(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("./reenact"));
    command.addAll(arguments);
    Path log = Files.createTempFile("reenact-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("REENACT_JAVA_OPTS", "-Xmx1g");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new ChildProcess(builder.start(), log);
  }

  /** Sees to it that what a command needs is built, so that this is not measured with it. */
  static void build(String command) throws IOException, InterruptedException {
    try (ChildProcess child = reenact(List.of(command, "--help"))) {
      if (child.process.waitFor() != 0) {
        throw new IOException("./reenact " + command + ": " + Files.readString(child.log));
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits a moment, and looks at the process. */
  void pause() throws IOException, InterruptedException {
    processor = process.info().totalCpuDuration().orElse(processor);
    most = Math.max(most, resident());
    process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Bytes in memory; 0 if the process has ended. */
  long resident() throws IOException {
    try {
      String[] pages =
          Files.readString(Path.of("/proc/" + process.pid() + "/statm")).split(" ", -1);
      return Long.parseLong(pages[1]) * PAGE;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * Tells what the process took.
   *
   * @return frames a second
   * @throws IOException if it has failed; with its output
   */
  double told(String name, long frames) throws IOException, InterruptedException {
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (process.waitFor() != 0) {
      throw new IOException(name + " failed: " + Files.readString(log));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d frames in %.1f s, %.1f a second, %.1f processor seconds, at most %.0f MB%n",
        name,
        frames,
        seconds,
        frames / seconds,
        processor.toMillis() / 1000.0,
        most / 1e6);
    return frames / seconds;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Files.deleteIfExists(log);
  }
}
