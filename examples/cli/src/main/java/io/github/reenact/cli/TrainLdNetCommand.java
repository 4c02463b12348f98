package io.github.reenact.cli;

import io.github.reenact.tf.ldnet.training.LdNetConfig;
import io.github.reenact.tf.ldnet.training.LdNetConfigBuilder;
import io.github.reenact.tf.ldnet.training.LdNetTrainer;
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

/** {@code reenact train ldnet}. */
@Command(
    name = "ldnet",
    description =
        "Train LD-Net, which transfers the motion of one face to the identity of another.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainLdNetCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Real faces: a folder made by reenact prepare. May be repeated; people of the same"
              + " identity in several folders are the same.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--dev",
      paramLabel = "DIR",
      description =
          "Such a folder of other people, to choose the best model by. Default: the split 'dev'"
              + " of --data.")
  private @Nullable Path dev;

  @Option(
      names = "--facekit",
      paramLabel = "DIR",
      description =
          "The ICT-FaceKit morphable face, packed as .npy files; adds its exact pairs"
              + " to the training, or replaces --data.")
  private @Nullable Path faceKit;

  @Mixin private ResumableTrainOptions common;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps with pair supervision. Default: as the shipped model.")
  private @Nullable Integer steps;

  @Option(
      names = "--stage1-steps",
      paramLabel = "N",
      description = "Steps of the paper's first stage. Default: as the shipped model.")
  private @Nullable Integer stage1Steps;

  @Option(
      names = "--stage2-steps",
      paramLabel = "N",
      description = "Steps of the paper's second stage. Default: as the shipped model.")
  private @Nullable Integer stage2Steps;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after N evaluations in a row without a better score on people not"
              + " trained on; 0: never. May change with --resume. Default: ${DEFAULT-VALUE};"
              + " most of the improvement comes at the end.",
      defaultValue = "0")
  private int patience;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Another setting, by the name of its component in LdNetConfig or one of its"
              + " records, such as adversarial=0. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    check();
    LdNetConfig config = config();
    LdNetTrainer trainer =
        new LdNetTrainer(
            config,
            data,
            Optional.ofNullable(dev),
            Optional.ofNullable(faceKit),
            common.output(),
            common.resume(),
            common.buffer());
    try (TrainingProgress progress = common.progress()) {
      TrainingResult result = trainer.run(progress);
      if (result.stoppedEarly()) {
        common.say(
            "the last %d evaluations were no better: --patience %d ends the training",
            patience, patience);
      }
      return common.ended(progress, result.step(), result.model());
    }
  }

  private void check() throws IOException {
    common.check();
    if (data.isEmpty() && faceKit == null) {
      throw common.usage("nothing to train on: --data, --facekit, or both are needed");
    }
    for (Path folder : data) {
      Inputs.requireFolder("--data", folder);
    }
    if (dev != null) {
      Inputs.requireFolder("--dev", dev);
    }
    if (faceKit != null) {
      Inputs.requireFolder("--facekit", faceKit);
    }
  }

  private LdNetConfig config() {
    LdNetConfigBuilder config =
        LdNetConfig.defaults().toBuilder().seed(common.seed()).patience(patience);
    if (steps != null) {
      config.pairSteps(steps);
    }
    if (stage1Steps != null) {
      config.stage1Steps(stage1Steps);
    }
    if (stage2Steps != null) {
      config.stage2Steps(stage2Steps);
    }
    try {
      settings.forEach(config::set);
      return config.build();
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
  }
}
