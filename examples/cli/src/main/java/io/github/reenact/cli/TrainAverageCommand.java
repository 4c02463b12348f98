package io.github.reenact.cli;

import io.github.reenact.tf.fdgan.training.FdGanAverage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reenact train average}. */
@Command(
    name = "average",
    description = "Average the weights of several FD-GANs from one training.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainAverageCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A model file of FD-GAN; two or more, of one structure.")
  private List<Path> models;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The model file to write.")
  private Path output;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException {
    if (models.size() < 2) {
      throw Usage.error(
          feedback.spec(), "--model " + models.get(0) + " alone has no mean; give two or more");
    }
    for (Path model : models) {
      Inputs.requireFile("--model", model);
    }
    Inputs.requireOther(output, models.toArray(Path[]::new));
    FdGanAverage.write(models, output);
    feedback.say("the mean of %d models is %s", models.size(), output);
    return ExitCodes.OK;
  }
}
