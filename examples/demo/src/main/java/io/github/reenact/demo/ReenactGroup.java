package io.github.reenact.demo;

import io.github.reenact.FaceDrivers;
import io.github.reenact.GroupSession;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.Reenactor;
import io.github.reenact.media.GroupReader;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Several people in one photo move, the two largest faces by one driver each. */
public final class ReenactGroup {
  private ReenactGroup() {}

  // docs begin
  static void reenact(Path photo, List<Path> driving, Path output)
      throws IOException, InterruptedException {
    FaceDrivers drivers = new FaceDrivers(Map.of(0, 0, 1, 1), OptionalInt.empty());
    try (Reenactor reenactor = Reenactor.builder().build();
        GroupSession session = reenactor.openGroup(PhotoReader.read(photo), drivers);
        GroupReader reader = GroupReader.open(driving, GroupReader.WhenShorter.HOLD);
        VideoWriter writer =
            VideoWriter.builder(output)
                .size(session.width(), session.height())
                .rate(reader.frameRate())
                .open()) {
      ReenactmentPipeline.run(session, reader, writer::write);
      writer.finish();
    }
  }

  // docs end

  /**
   * Runs.
   *
   * @param args the photo, two driving files, the video to write
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    reenact(Path.of(args[0]), List.of(Path.of(args[1]), Path.of(args[2])), Path.of(args[3]));
  }
}
