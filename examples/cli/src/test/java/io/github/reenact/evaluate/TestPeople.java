package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.LandmarksFile;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Made-up people in the formats that the evaluation reads. */
public final class TestPeople {
  private static final int XYZ = 3 * Landmarks.COUNT;

  private TestPeople() {}

  /** A morphable face of 4 identity and 3 expression shapes. */
  public static Path faceKit(Path directory) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(5);
    float[] neutral = new float[XYZ];
    Landmarks front = TestFaces.face().at(0, 0, 7);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      neutral[3 * i] = front.x(i);
      neutral[3 * i + 1] = -front.y(i);
      neutral[3 * i + 2] = 5 - front.x(i) * front.x(i) / 8;
    }
    npy(directory.resolve("landmarks68_neutral.npy"), "(68, 3)", neutral);
    npy(directory.resolve("landmarks68_identity.npy"), "(4, 68, 3)", noise(random, 4, 0.2));
    npy(directory.resolve("landmarks68_expression.npy"), "(3, 68, 3)", noise(random, 3, 0.3));
    Files.writeString(
        directory.resolve("names.json"),
        "{\"expressions\": [\"smile_L\", \"smile_R\", \"jawOpen\"]}");
    return directory;
  }

  private static float[] noise(Random random, int shapes, double deviation) {
    float[] out = new float[shapes * XYZ];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (deviation * random.nextGaussian());
    }
    return out;
  }

  private static void npy(Path file, String shape, float[] values) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + 4 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.putShort((short) header.length());
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float v : values) {
      out.putFloat(v);
    }
    Files.write(file, out.array());
  }

  /**
   * People with a clip each and a last one with two photos; frame {@code i} of a clip opens the
   * mouth by {@code i / frames}.
   */
  public static Path dataset(Path directory, String split, int people, int frames)
      throws IOException {
    StringBuilder index = new StringBuilder("item,identity,split,kind,frames,source\n");
    for (int p = 0; p < people; p++) {
      index.append("clip%d,p%d,%s,clip,%d,made up\n".formatted(p, p, split, frames));
      Landmarks[] clip = new Landmarks[frames];
      for (int i = 0; i < frames; i++) {
        clip[i] =
            face(p)
                .turned(20 * Math.sin(i), 8 * Math.cos(1.7 * i), i % 5 - 2)
                .expression(i / (double) frames, 0, 0, 0)
                .at(128, 130, 60);
      }
      LandmarksFile.write(directory.resolve("items/clip" + p), clip);
    }
    for (int photo = 0; photo < 2; photo++) {
      index.append("photo%d,p%d,%s,photo,1,made up\n".formatted(photo, people, split));
      LandmarksFile.write(
          directory.resolve("items/photo" + photo),
          face(people).turned(10 * photo, 0, 0).at(128, 130, 60));
    }
    Files.writeString(directory.resolve("index.csv"), index);
    return directory;
  }

  private static TestFaces.Face face(int person) {
    return TestFaces.face()
        .person(0.88 + 0.06 * person, 1.12 - 0.05 * person, 0.9 + 0.07 * person, 1);
  }
}
