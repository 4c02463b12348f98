package io.github.reenact.cli;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.dataset.GazeData;
import io.github.reenact.dataset.Source;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.fdgan.FdGanConfig;
import io.github.reenact.tf.fdgan.FdGanInputs;
import io.github.reenact.tf.fdgan.FdGanTrainer;
import io.github.reenact.tf.fdgan.FdGanTraining;
import io.github.reenact.tf.gaze.GazeSample;
import io.github.reenact.tf.gaze.GazeTrainer;
import io.github.reenact.tf.gaze.GazeTraining;
import io.github.reenact.tf.ldnet.LdNetConfig;
import io.github.reenact.tf.ldnet.LdNetTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact train}: trains one of the networks. */
@Command(
    name = "train",
    description = {
      "Train one of the networks: ldnet and fdgan on data made by reenact prepare, gaze on labelled"
          + " photos and videos.",
      "",
      "Ctrl-C ends a training after the step in progress. ldnet and fdgan leave a checkpoint in"
          + " --output; --resume goes on from there."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "(ldnet|fdgan|gaze)",
    subcommands = {
      TrainCommand.LdNetCommand.class,
      TrainCommand.FdGanCommand.class,
      TrainCommand.GazeCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which network? train ldnet, train fdgan or train gaze");
  }

  /** What all trainings have in common. */
  static class Common {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--output",
        required = true,
        paramLabel = "DIR",
        description = "Where the model, checkpoints and figures go; made if need be.")
    Path output;

    @Option(names = "--minutes", paramLabel = "M", description = "Stop after that time.")
    @Nullable Double minutes;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Of the first weights and of all sampling. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--quiet", description = "Print errors only.")
    boolean quiet;

    CommandSpec spec() {
      return spec;
    }

    void check() throws IOException {
      if (minutes != null && !(minutes > 0)) {
        throw usage("--minutes " + minutes + " is out of range: more than 0");
      }
      if (Files.exists(output) && !Files.isDirectory(output)) {
        throw new NotDirectoryException("--output " + output);
      }
    }

    ParameterException usage(String message) {
      return new ParameterException(spec.commandLine(), message);
    }

    /** Fails unless the folder is there. */
    static void requireFolder(String option, Path folder) throws IOException {
      if (!Files.exists(folder)) {
        throw new IOException(option + " " + folder + ": there is no such folder; check the path");
      }
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(option + " " + folder);
      }
    }

    TrainingProgress progress() {
      return new TrainingProgress(spec.commandLine().getErr(), Optional.ofNullable(minutes), quiet);
    }

    /** Tells how it ended, and gives the exit status. */
    int ended(TrainingProgress progress, long step, Path model) {
      if (progress.interrupted()) {
        spec.commandLine()
            .getErr()
            .printf(Locale.ROOT, "reenact: interrupted at step %d; %s%n", step, left(model));
        return ExitCodes.INTERRUPTED;
      }
      if (!quiet) {
        spec.commandLine()
            .getErr()
            .printf(Locale.ROOT, "stopped at step %d; the model is %s%n", step, model);
      }
      return ExitCodes.OK;
    }

    /** What an interrupted training leaves. */
    String left(Path model) {
      return "the unfinished model is " + model;
    }
  }

  /** What trainings with checkpoints have in common. */
  static final class Resumable extends Common {
    @Option(
        names = "--resume",
        description = "Go on from the checkpoint in --output, if there is one.")
    boolean resume;

    @Override
    String left(Path model) {
      return "--resume goes on from there";
    }
  }

  /** {@code reenact train ldnet}. */
  @Command(
      name = "ldnet",
      description = "Train LD-Net, which puts the motion of one face on the identity of another.",
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      sortOptions = false)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  static final class LdNetCommand implements Callable<Integer> {
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
            "The ICT-FaceKit morphable face, packed as .npy files; its exact pairs are trained on"
                + " besides, or instead.")
    private @Nullable Path faceKit;

    @Mixin private Resumable common;

    @Option(
        names = "--steps",
        paramLabel = "N",
        description = "Of training on pairs. Default: as the shipped model.")
    private @Nullable Integer steps;

    @Option(
        names = "--stage1-steps",
        paramLabel = "N",
        description = "Of the paper's first stage. Default: as the shipped model.")
    private @Nullable Integer stage1Steps;

    @Option(
        names = "--stage2-steps",
        paramLabel = "N",
        description = "Of the paper's second stage. Default: as the shipped model.")
    private @Nullable Integer stage2Steps;

    @Option(
        names = "--patience",
        paramLabel = "N",
        description =
            "Stop after N evaluations in a row that were no better on people not trained on; 0:"
                + " never. May change with --resume. Default: ${DEFAULT-VALUE}; most of the gain"
                + " comes at the end.",
        defaultValue = "0")
    private int patience;

    @Option(
        names = "--set",
        paramLabel = "NAME=VALUE",
        description =
            "Another setting: any component of LdNetConfig by its name, such as adversarial=0. May"
                + " be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
      common.check();
      if (data.isEmpty() && faceKit == null) {
        throw common.usage("nothing to train on: --data, --facekit, or both are needed");
      }
      for (Path folder : data) {
        Common.requireFolder("--data", folder);
      }
      if (dev != null) {
        Common.requireFolder("--dev", dev);
      }
      if (faceKit != null) {
        Common.requireFolder("--facekit", faceKit);
      }
      LdNetConfig.Builder config =
          LdNetConfig.defaults().toBuilder().seed(common.seed).patience(patience);
      if (steps != null) {
        config.pairSteps(steps);
      }
      if (stage1Steps != null) {
        config.stage1Steps(stage1Steps);
      }
      if (stage2Steps != null) {
        config.stage2Steps(stage2Steps);
      }
      LdNetConfig checked;
      try {
        settings.forEach(config::set);
        checked = config.build();
      } catch (IllegalArgumentException e) {
        throw common.usage(String.valueOf(e.getMessage()));
      }
      LdNetTrainer trainer =
          new LdNetTrainer(
              checked,
              data,
              Optional.ofNullable(dev),
              Optional.ofNullable(faceKit),
              common.output,
              common.resume);
      try (TrainingProgress progress = common.progress()) {
        LdNetTrainer.Result result = trainer.run(progress);
        if (result.stoppedEarly() && !common.quiet) {
          common
              .spec()
              .commandLine()
              .getErr()
              .printf(
                  Locale.ROOT,
                  "the last %d evaluations were no better: --patience %d ends the training%n",
                  patience,
                  patience);
        }
        return common.ended(progress, result.step(), result.model());
      }
    }
  }

  /** {@code reenact train fdgan}. */
  @Command(
      name = "fdgan",
      description = "Train FD-GAN, which turns landmarks into the picture of a person.",
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      sortOptions = false)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  static final class FdGanCommand implements Callable<Integer> {
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

    @Mixin private Resumable common;

    @Option(
        names = "--steps",
        paramLabel = "N",
        defaultValue = "0",
        description = "Stop after so many steps, resumed ones counted in. Default: do not.")
    private long steps;

    @Option(
        names = "--batch",
        paramLabel = "N",
        description = "Pictures a step. Default: as the shipped model.")
    private @Nullable Integer batch;

    @Option(
        names = "--parts",
        paramLabel = "N",
        description =
            "Cut the batch into parts that are computed at the same time, one thread each, which is"
                + " faster than one part with several threads; the batch must be a multiple of twice"
                + " their number. Default: as many as there are processors and the batch allows.")
    private @Nullable Integer parts;

    @Option(
        names = "--rate",
        paramLabel = "X",
        description = "Of Adam. Default: as the shipped model.")
    private @Nullable Double rate;

    @Option(
        names = "--adversarial-step",
        paramLabel = "N",
        description =
            "The step from which on the discriminator and the classifier take part; negative:"
                + " never. Default: as the shipped model.")
    private @Nullable Long adversarialStep;

    @Option(
        names = "--no-dense",
        description =
            "The paper's network, which paints every pixel and sees no warped photo; the same as"
                + " --set dense=false.")
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
        description = "Convolve in bfloat16; only some processors do that faster.")
    private boolean bfloat16;

    @Override
    public Integer call() throws IOException {
      common.check();
      for (Path folder : data) {
        Common.requireFolder("--data", folder);
      }
      if (start != null) {
        Inputs.requireFile("--start", start);
      }
      for (Path network : features) {
        Inputs.requireFile("--features", network);
      }
      if (dev != null) {
        Common.requireFolder("--dev", dev);
      }
      String dense = settings.get("dense");
      if (noDense && dense != null) {
        throw common.usage(
            "--no-dense and --set dense=" + dense + " do not go together: give one of them");
      }
      FdGanTraining training;
      FdGanConfig config = FdGanConfig.DEFAULT.withDense(!noDense);
      try {
        // Wherever it stands: whether there can be still depends on it.
        if (dense != null) {
          config = config.with("dense", dense);
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
          config = config.with(setting.getKey(), setting.getValue());
        }
        training =
            FdGanTraining.DEFAULT.withSeed(common.seed).withSteps(steps).withBfloat16(bfloat16);
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
        if (common.minutes != null) {
          training = training.withMinutes(common.minutes);
        }
      } catch (IllegalArgumentException e) {
        throw common.usage(String.valueOf(e.getMessage()));
      }
      FdGanTrainer trainer =
          new FdGanTrainer(
              config,
              training,
              new FdGanInputs(data, Optional.ofNullable(dev), Optional.ofNullable(start), features),
              common.output,
              common.resume);
      try (TrainingProgress progress = common.progress()) {
        long step = trainer.run(progress);
        return common.ended(progress, step, common.output.resolve(FdGanTrainer.WEIGHTS));
      }
    }
  }

  /** {@code reenact train gaze}. */
  @Command(
      name = "gaze",
      description = {
        "Train the gaze network, which finds the irises in a picture.",
        "",
        "Reads photos and videos and a table of where their irises are, finds the landmarks, and"
            + " trains; there is nothing to resume. Ctrl-C writes the model as far as it is."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      sortOptions = false)
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  static final class GazeCommand implements Callable<Integer> {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description =
            "A folder with photos and videos, as for reenact prepare; the split 'train' of its"
                + " manifest.csv is trained on, 'dev' evaluated with. May be given several times.")
    private List<Path> data;

    @Option(
        names = "--labels",
        required = true,
        paramLabel = "FILE.csv",
        description =
            "The irises in the files of --data, one for each, in the same order: a CSV file (or"
                + " .csv.gz) with the columns path, frame, left_x, left_y, left_r, left_open and the"
                + " same of the right, in pixels.")
    private List<Path> labels;

    @Mixin private Common common;

    @Option(
        names = "--steps",
        paramLabel = "N",
        description = "Of training. Default: as the shipped model.")
    private @Nullable Integer steps;

    @Option(
        names = "--batch",
        paramLabel = "N",
        description = "Eyes a step. Default: as the shipped model.")
    private @Nullable Integer batch;

    @Option(
        names = "--threads",
        paramLabel = "N",
        defaultValue = "2",
        description = "Files read at a time. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(
        names = "--landmark-model",
        paramLabel = "FILE",
        description =
            "dlib's 68-landmark model. Default: $REENACT_DLIB_LANDMARKS, then where Debian's"
                + " libdlib-data puts it.")
    private @Nullable Path landmarkModel;

    @Override
    public Integer call() throws IOException, InterruptedException {
      common.check();
      GazeTraining training = GazeTraining.DEFAULT.withSeed(common.seed);
      try {
        if (steps != null) {
          training = training.withSteps(steps);
        }
        if (batch != null) {
          training = training.withBatch(batch);
        }
      } catch (IllegalArgumentException e) {
        throw common.usage(String.valueOf(e.getMessage()));
      }
      if (threads < 1 || threads > 64) {
        throw common.usage("--threads is " + threads + "; it must be 1 to 64");
      }
      if (data.size() != labels.size()) {
        throw common.usage(
            "there are %d --data and %d --labels; each folder takes its own table"
                .formatted(data.size(), labels.size()));
      }
      for (int i = 0; i < data.size(); i++) {
        Common.requireFolder("--data", data.get(i));
        Inputs.requireFile("--labels", labels.get(i));
      }
      List<GazeSample> train = new ArrayList<>();
      List<GazeSample> dev = new ArrayList<>();
      try (LandmarkDetector detector =
          Backends.detectors().best().create(Optional.ofNullable(landmarkModel), Device.CPU)) {
        for (int i = 0; i < data.size(); i++) {
          read(data.get(i), labels.get(i), detector, train, dev);
        }
      }
      if (train.isEmpty()) {
        throw new IOException(
            "no eye of the split 'train' in "
                + data
                + " has a label that can be used; see the"
                + " paths in --labels");
      }
      say("%d eyes to train on, %d to evaluate with".formatted(train.size(), dev.size()));
      GazeTrainer trainer = new GazeTrainer(training, train, dev, common.output);
      try (TrainingProgress progress = common.progress()) {
        GazeTrainer.Result result = trainer.run(progress);
        return common.ended(progress, result.step(), result.model());
      }
    }

    private void read(
        Path folder,
        Path table,
        LandmarkDetector detector,
        List<GazeSample> train,
        List<GazeSample> dev)
        throws IOException, InterruptedException {
      List<Source> sources =
          Source.find(folder, common.output).stream()
              .filter(s -> s.split().equals("train") || s.split().equals("dev"))
              .toList();
      try (@Nullable Progress progress =
          common.quiet
              ? null
              : Progress.start(
                  "reading", "files", sources.size(), common.spec().commandLine().getErr())) {
        Map<String, List<GazeSample>> read =
            GazeData.read(
                table,
                sources,
                detector,
                threads,
                (source, eyes, problem) -> {
                  if (progress != null) {
                    problem.ifPresent(p -> progress.note("warning: " + source.path() + ": " + p));
                    progress.step();
                  }
                });
        train.addAll(read.getOrDefault("train", List.of()));
        dev.addAll(read.getOrDefault("dev", List.of()));
      }
    }

    private void say(String text) {
      if (!common.quiet) {
        common.spec().commandLine().getErr().println(text);
      }
    }
  }
}
