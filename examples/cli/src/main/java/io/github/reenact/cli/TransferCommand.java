package io.github.reenact.cli;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.media.OutputFile;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDisentanglerProvider;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reenact transfer}: landmarks of two people in, the one with the other's motion out. */
@Command(
    name = "transfer",
    description = {
      "Transfer pose and expression of a driver to each target face, on landmarks alone.",
      "",
      "PAIRS.csv has no header and 272 numbers a line: the target's 68 landmarks x0,y0,..,x67,y67"
          + " in pixels, then the driver's. PREDICTED.csv gets 136 numbers a line: the target"
          + " person with the driver's pose and expression, where and as large as the driver's"
          + " face."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TransferCommand implements Callable<Integer> {
  @Option(names = "--pairs", required = true, paramLabel = "PAIRS.csv", description = "To read.")
  private Path pairs;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PREDICTED.csv",
      description = "To write.")
  private Path output;

  @Option(
      names = "--disentangler",
      paramLabel = "NAME",
      description = "ldnet, or none (copies the driver). Default: the best available one.")
  private @Nullable String disentangler;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Inputs.requireFile("--pairs", pairs);
    Inputs.requireOther(output, pairs);
    OutputFile.checkWritable(output, overwrite.allowed());
    LandmarkDisentanglerProvider provider =
        disentangler == null
            ? Backends.disentanglers().best()
            : Backends.disentanglers().named(disentangler);
    long start = System.nanoTime();
    long count = 0;
    try (LandmarkPairs in = LandmarkPairs.open(pairs);
        OutputFile file = OutputFile.open(output, overwrite.allowed());
        LandmarkDisentangler net = provider.create(Optional.empty(), Device.CPU)) {
      try (BufferedWriter out = Files.newBufferedWriter(file.temporary())) {
        for (Optional<LandmarkPairs.Pair> pair = in.next(); pair.isPresent(); pair = in.next()) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          write(transfer(net, pair.get()), out);
          count++;
        }
      }
      if (count == 0) {
        throw new IOException(pairs + " holds no pair; a line of it has 272 numbers");
      }
      file.commit();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    feedback.say("%s: %d pairs by %s in %.1f s", output, count, provider.name(), seconds);
    return ExitCodes.OK;
  }

  private static Landmarks transfer(LandmarkDisentangler net, LandmarkPairs.Pair pair) {
    return net.combine(net.identity(pair.target()), net.motion(pair.driver()))
        .transform(Similarity.normalizing(pair.driver()).inverse());
  }

  private static void write(Landmarks landmarks, BufferedWriter out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (float v : landmarks.toArray()) {
      line.append(line.isEmpty() ? "" : ",").append(v);
    }
    // Not newLine(): the file is the same on every system.
    out.append(line.append('\n'));
  }
}
