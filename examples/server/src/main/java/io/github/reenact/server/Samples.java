package io.github.reenact.server;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoWriter;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A photo and a driver of nobody, to try the server with. Each is drawn when it is first asked for.
 * Thread-safe.
 */
final class Samples {
  private static final String PATH = "/api/v1/samples";
  private static final int CLIP_SIDE = 320;

  private final LandmarkDetector detector;
  private final StateFolder folder;
  private final Object lock = new Object();

  Samples(LandmarkDetector detector, StateFolder folder) {
    this.detector = detector;
    this.folder = folder;
  }

  void addTo(RoutesConfig routes) {
    routes.get(
        PATH + "/portrait",
        ctx -> ctx.contentType("image/jpeg").result(Files.readAllBytes(portraitFile())));
    routes.get(PATH + "/driver", ctx -> Media.send(ctx, clipFile()));
  }

  /** Copies the drawn portrait to a file. */
  Image portrait(Path to) throws IOException {
    Files.copy(portraitFile(), to);
    return PhotoReader.read(to);
  }

  private Path portraitFile() throws IOException {
    synchronized (lock) {
      Path file = folder.temporary("sample.jpg");
      if (!Files.exists(file)) {
        PhotoWriter.write(SamplePortrait.draw(), file, Optional.of(DigitalSource.DRAWN), false);
      }
      return file;
    }
  }

  /** The motion of the sample, as a template in a file. */
  Path templateFile() throws IOException {
    synchronized (lock) {
      Path file = folder.temporary("sample.csv");
      if (!Files.exists(file)) {
        SampleMotion.template().write(file, false);
      }
      return file;
    }
  }

  /** The drawn portrait in that motion, as a video that stands for a camera. */
  private Path clipFile() throws IOException {
    synchronized (lock) {
      Path file = folder.temporary("sample.mp4");
      if (!Files.exists(file)) {
        writeClip(Uploads.fitted(PhotoReader.read(portraitFile()), CLIP_SIDE), file);
      }
      return file;
    }
  }

  private void writeClip(Image portrait, Path file) throws IOException {
    MotionTemplate motion = SampleMotion.template();
    try (Reenactor reenactor =
            Reenactor.builder().detector(detector).disentangler("none").translator("warp").build();
        ReenactmentSession session = reenactor.open(portrait);
        VideoWriter writer =
            VideoWriter.builder(file)
                .size(session.width(), session.height())
                .rate(motion.rate())
                .source(Optional.of(DigitalSource.DRAWN))
                .open()) {
      for (MotionTemplate.Frame f : motion.frames()) {
        writer.write(
            session.next(f.landmarks(), motion.width(), motion.height(), f.seconds()), f.seconds());
      }
      writer.finish();
    }
  }
}
