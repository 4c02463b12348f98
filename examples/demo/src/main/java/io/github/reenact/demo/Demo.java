package io.github.reenact.demo;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The demo: {@link SamplePortrait} moved by {@link SampleMotion}; needs no input. */
public final class Demo {
  /** The frames on the contact sheet: talking, turning, a blink, turning back, a smile. */
  private static final Set<Integer> MOMENTS = Set.of(21, 29, 54, 68, 77, 126);

  private Demo() {}

  /**
   * What was written.
   *
   * @param video the portrait in motion
   * @param contactSheet portrait, driver and result side by side
   * @param motion the motion template that drove
   * @param frames of the video
   * @param translator the name of the translator that drew them
   * @param seconds from loading the models to the last file
   */
  public record Result(
      Path video, Path contactSheet, Path motion, int frames, String translator, double seconds) {}

  /**
   * Writes {@code reenactment.mp4}, {@code contact-sheet.png}, {@code portrait.png} and {@code
   * motion.csv}; files of these names are replaced.
   *
   * @param folder made if it is missing
   * @param settings with which the portrait is moved
   * @throws IOException if the folder or a file in it cannot be written
   * @throws InterruptedException if the calling thread is interrupted between two frames
   */
  public static Result write(Path folder, Reenactor.Builder settings)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path video = folder.resolve("reenactment.mp4");
    Path sheet = folder.resolve("contact-sheet.png");
    Path template = folder.resolve("motion.csv");
    OutputFile.checkWritable(video, true);
    OutputFile.checkWritable(sheet, true);

    Image portrait = SamplePortrait.draw();
    MotionTemplate motion = SampleMotion.template();
    PhotoWriter.write(
        portrait, folder.resolve("portrait.png"), Optional.of(DigitalSource.DRAWN), true);
    motion.write(template, true);

    long start = System.nanoTime();
    try (Reenactor reenactor = settings.build();
        ReenactmentSession session = reenactor.open(portrait)) {
      Image moments = animate(session, motion, video);
      PhotoWriter.write(moments, sheet, Optional.of(DigitalSource.COMPOSITE), true);
      return new Result(
          video,
          sheet,
          template,
          motion.frames().size(),
          reenactor.translatorName(),
          (System.nanoTime() - start) / 1e9);
    }
  }

  /** Writes the video, and gives the contact sheet. */
  private static Image animate(ReenactmentSession session, MotionTemplate motion, Path video)
      throws IOException, InterruptedException {
    ContactSheet sheet =
        new ContactSheet(
            session.photo(), session.landmarks(), motion.frames().get(0).landmarks().orElseThrow());
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
          sheet.add(frame.landmarks().orElseThrow(), image);
        }
        number++;
      }
      writer.finish();
    }
    return sheet.draw();
  }
}
