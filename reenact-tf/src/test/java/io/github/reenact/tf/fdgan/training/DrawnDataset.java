package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A dataset of two people with a clip of four frames each, and one with a photo. */
final class DrawnDataset {
  private DrawnDataset() {}

  static void write(Path data) throws IOException {
    StringBuilder index = new StringBuilder("item,identity,split,kind,frames,source\n");
    for (int person = 0; person < 3; person++) {
      int frames = person == 2 ? 1 : 4;
      String kind = person == 2 ? "photo" : "clip";
      index.append("p%d,person%d,train,%s,%d,drawn\n".formatted(person, person, kind, frames));
      Path items = Files.createDirectories(data.resolve("items/p" + person));
      StringBuilder rows = new StringBuilder("frame,time");
      for (int i = 0; i < 68; i++) {
        rows.append(",x%d,y%d".formatted(i, i));
      }
      rows.append('\n');
      for (int f = 0; f < frames; f++) {
        Landmarks face =
            TestFaces.face()
                .person(1 + 0.1 * person, 1, 1, 1)
                .expression(0.25 * f, 0, 0, 0)
                .turned(5 * f, 0, 0)
                .at(48, 46, 20);
        ImageIO.write(
            TestFaces.portrait(face, 96, 96).toBufferedImage(),
            "jpg",
            items.resolve("%05d.jpg".formatted(f)).toFile());
        rows.append(f).append(',').append(f / 25.0);
        for (float v : face.toArray()) {
          rows.append(String.format(Locale.ROOT, ",%.2f", v));
        }
        rows.append('\n');
      }
      Files.writeString(items.resolve("landmarks.csv"), rows);
    }
    Files.writeString(data.resolve("index.csv"), index);
  }
}
