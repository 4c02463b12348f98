package io.github.reenact.demo;

import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;

/** Files in, file out: a photo moves as the face in a video, photo or motion template does. */
public final class ReenactVideo {
  private ReenactVideo() {}

  // README begin
  static void reenact(Path photo, Path driving, Path output)
      throws IOException, InterruptedException {
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(PhotoReader.read(photo));
        DrivingReader driver = DrivingReader.open(driving);
        VideoWriter writer =
            VideoWriter.builder(output)
                .size(session.width(), session.height())
                .rate(driver.frameRate())
                .open()) {
      ReenactmentPipeline.run(session, driver, writer::write);
      writer.finish();
    }
  }

  // README end

  /**
   * Runs.
   *
   * @param args the photo, the driving file, the video to write
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    reenact(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
  }
}
