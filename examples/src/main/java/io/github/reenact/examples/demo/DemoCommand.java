package io.github.reenact.examples.demo;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.examples.media.DigitalSource;
import io.github.reenact.examples.media.MotionTemplate;
import io.github.reenact.examples.media.OutputFile;
import io.github.reenact.examples.media.PhotoWriter;
import io.github.reenact.examples.media.VideoWriter;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact demo}: a drawn portrait moved by a built-in motion; needs no input. */
@Command(
    name = "demo",
    description = {
      "Draw a portrait, move it with a built-in motion, and write into a folder:",
      "reenactment.mp4 (the result), contact-sheet.png (portrait, driver and result side by side),"
          + " portrait.png and motion.csv (a photo and a motion template for animate).",
      "",
      "Files of these names that are there already are replaced."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:unexpected error",
      "2:wrong usage",
      "3:a file cannot be written",
      "4:a model or native library is missing",
      "130:interrupted by Ctrl-C"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DemoCommand implements Callable<Integer> {
  /** The frames on the contact sheet: talking, turning, a blink, turning back, a smile. */
  private static final Set<Integer> MOMENTS = Set.of(21, 29, 54, 68, 77, 126);

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "The folder to write into; made if it is missing. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--translator",
      paramLabel = "NAME",
      description = "fdgan (network) or warp (no network). Default: the best that is there.")
  private @Nullable String translator;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "cpu|gpu",
      description = "Where the translator computes: cpu or gpu. Default: cpu.")
  private Device device;

  @Option(
      names = "--landmark-model",
      paramLabel = "FILE",
      description =
          "dlib's 68-landmark model. Default: $REENACT_DLIB_LANDMARKS, then Debian's place"
              + " (package libdlib-data).")
  private @Nullable Path landmarkModel;

  /** For picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    Path video = output.resolve("reenactment.mp4");
    Path sheet = output.resolve("contact-sheet.png");
    OutputFile.checkWritable(video, true);
    OutputFile.checkWritable(sheet, true);

    Image portrait = SamplePortrait.draw();
    MotionTemplate motion = SampleMotion.template();
    PhotoWriter.write(
        portrait, output.resolve("portrait.png"), Optional.of(DigitalSource.DRAWN), true);
    motion.write(output.resolve("motion.csv"), true);

    long start = System.nanoTime();
    try (Reenactor reenactor = reenactor();
        ReenactmentSession session = reenactor.open(portrait)) {
      ContactSheet contactSheet =
          new ContactSheet(
              session.photo(),
              session.landmarks(),
              motion.frames().get(0).landmarks().orElseThrow());
      try (VideoWriter writer =
          VideoWriter.builder(video)
              .size(session.width(), session.height())
              .rate(motion.rate())
              .overwrite(true)
              .open()) {
        int number = 0;
        for (MotionTemplate.Frame frame : motion.frames()) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          Image image =
              session.next(frame.landmarks(), motion.width(), motion.height(), frame.seconds());
          writer.write(image);
          if (MOMENTS.contains(number)) {
            contactSheet.add(frame.landmarks().orElseThrow(), image);
          }
          number++;
        }
        writer.finish();
      }
      PhotoWriter.write(contactSheet.draw(), sheet, Optional.of(DigitalSource.COMPOSITE), true);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%s: %d frames of %dx%d by %s in %.1f s%n",
          video,
          motion.frames().size(),
          session.width(),
          session.height(),
          reenactor.translatorName(),
          (System.nanoTime() - start) / 1e9);
      out.println(sheet);
      out.printf(
          "next: ./reenact animate --source PHOTO --driving %s --output OUT.mp4%n",
          output.resolve("motion.csv"));
    }
    return 0;
  }

  private Reenactor reenactor() {
    Reenactor.Builder builder = Reenactor.builder().device(device);
    if (translator != null) {
      builder.translator(translator);
    }
    if (landmarkModel != null) {
      builder.landmarkModel(landmarkModel);
    }
    return builder.build();
  }
}
