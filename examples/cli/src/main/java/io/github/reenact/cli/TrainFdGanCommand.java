package io.github.reenact.cli;

import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.training.FdGanInputs;
import io.github.reenact.tf.fdgan.training.FdGanTrainer;
import io.github.reenact.tf.fdgan.training.FdGanTraining;
import io.github.reenact.tf.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reenact train fdgan}. */
@Command(
    name = "fdgan",
    description = "Train FD-GAN, which generates the picture of a person with given landmarks.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainFdGanCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder made by reenact prepare. May be repeated; people of the same identity in"
              + " several folders are the same.")
  private List<Path> data;

  @Option(
      names = "--dev",
      paramLabel = "DIR",
      description = "Such a folder of other people, to evaluate on while training.")
  private @Nullable Path dev;

  @Option(
      names = "--start",
      paramLabel = "FILE",
      description =
          "A model file whose weights to start from, of the same structure. Default: random"
              + " weights.")
  private @Nullable Path start;

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description =
          "A network in whose features pictures are compared while training (perceptual loss), as"
              + " safetensors: dlib's face recognition ResNet or the lower half of Inception V3."
              + " May be given twice. Default: pictures are compared by their colours alone.")
  private List<Path> features = new ArrayList<>();

  @Mixin private ResumableTrainOptions common;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after so many steps, those before --resume included. Default: no limit.")
  private long steps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures in each step. Default: as the shipped model.")
  private @Nullable Integer batch;

  @Option(
      names = "--parts",
      paramLabel = "N",
      description =
          "Split the batch into parts that are computed concurrently, one thread"
              + " each, which is faster than one part with several threads; the batch must"
              + " be a multiple of twice their number. Default: as many as there are"
              + " processors and the batch allows.")
  private @Nullable Integer parts;

  @Option(
      names = "--rate",
      paramLabel = "X",
      description = "Learning rate of Adam. Default: as the shipped model.")
  private @Nullable Double rate;

  @Option(
      names = "--adversarial-step",
      paramLabel = "N",
      description =
          "The step from which on the discriminator and the classifier take part; negative:"
              + " never. Default: as the shipped model.")
  private @Nullable Long adversarialStep;

  @Option(
      names = "--no-warp-branch",
      description =
          "The paper's network, which generates every pixel and sees no warped photo; the same as"
              + " --set warpBranch=false.")
  private boolean noWarpBranch;

  @Option(names = "--no-dense", hidden = true, description = "Former name of --no-warp-branch.")
  private boolean noDense;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Another structure: any component of FdGanConfig by its name, such as size=128 or"
              + " slots=0 (no dictionary). May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--bfloat16",
      description = "Compute convolutions in bfloat16, which is faster on some processors only.")
  private boolean bfloat16;

  @Override
  public Integer call() throws IOException {
    check();
    FdGanConfig config;
    FdGanTraining training;
    try {
      config = config();
      training = training();
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    FdGanTrainer trainer =
        new FdGanTrainer(
            config,
            training,
            new FdGanInputs(
                data,
                Optional.ofNullable(dev),
                Optional.ofNullable(start),
                features,
                common.buffer()),
            common.output(),
            common.resume());
    try (TrainingProgress progress = common.progress()) {
      TrainingResult result = trainer.run(progress);
      return common.ended(progress, result.step(), result.model());
    }
  }

  private void check() throws IOException {
    common.check();
    for (Path folder : data) {
      Inputs.requireFolder("--data", folder);
    }
    if (start != null) {
      Inputs.requireFile("--start", start);
    }
    for (Path network : features) {
      Inputs.requireFile("--features", network);
    }
    if (dev != null) {
      Inputs.requireFolder("--dev", dev);
    }
  }

  private FdGanConfig config() {
    boolean without = noWarpBranch || noDense;
    String warpBranch = settings.get("warpBranch");
    if (warpBranch == null) {
      warpBranch = settings.get("dense");
    }
    if (without && warpBranch != null) {
      throw common.usage(
          "--no-warp-branch and --set warpBranch="
              + warpBranch
              + " do not go together: give one of them");
    }
    FdGanConfig config = FdGanConfig.DEFAULT.withWarpBranch(!without);
    // Wherever it stands: whether there can be a static branch depends on it.
    if (warpBranch != null) {
      config = config.with("warpBranch", warpBranch);
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    return config;
  }

  private FdGanTraining training() {
    FdGanTraining training =
        FdGanTraining.DEFAULT.withSeed(common.seed()).withSteps(steps).withBfloat16(bfloat16);
    if (batch != null) {
      training = training.withBatch(batch);
    }
    training =
        training.withParts(
            parts != null
                ? parts
                : FdGanTraining.mostParts(
                    training.batch(), Runtime.getRuntime().availableProcessors()));
    if (rate != null) {
      training = training.withRate(rate);
    }
    if (adversarialStep != null) {
      training = training.withAdversarialStep(adversarialStep);
    }
    return common.minutes().isPresent() ? training.withMinutes(common.minutes().get()) : training;
  }
}
