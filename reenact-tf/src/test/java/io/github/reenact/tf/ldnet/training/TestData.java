package io.github.reenact.tf.ldnet.training;

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

/** Small made-up data in the formats that the training reads. */
final class TestData {
  static final String NAMES =
      "{\"expressions\": [\"smile_L\", \"smile_R\", \"jawOpen\"], \"units\": \"centimetres\"}";

  private TestData() {}

  /** A morphable face of 4 identity and 3 expression shapes. */
  static Path faceKit(Path directory) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(5);
    float[] neutral = new float[204];
    Landmarks front = TestFaces.face().at(0, 0, 7);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      neutral[3 * i] = front.x(i);
      neutral[3 * i + 1] = -front.y(i);
      neutral[3 * i + 2] = 5 - front.x(i) * front.x(i) / 8;
    }
    npy(directory.resolve("landmarks68_neutral.npy"), "(68, 3)", neutral);
    npy(directory.resolve("landmarks68_identity.npy"), "(4, 68, 3)", noise(random, 4 * 204, 0.2));
    npy(directory.resolve("landmarks68_expression.npy"), "(3, 68, 3)", noise(random, 3 * 204, 0.3));
    Files.writeString(directory.resolve("names.json"), NAMES);
    return directory;
  }

  private static float[] noise(Random random, int count, double deviation) {
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) (deviation * random.nextGaussian());
    }
    return out;
  }

  static void npy(Path file, String shape, float[] values) throws IOException {
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

  /** Three people for training, one for dev; a clip of 6 frames and a photo each. */
  static Path dataset(Path directory) throws IOException {
    StringBuilder index = new StringBuilder("item,identity,split,kind,frames,source\n");
    for (int person = 0; person < 4; person++) {
      String split = person < 3 ? "train" : "dev";
      TestFaces.Face face = TestFaces.face().person(0.9 + 0.05 * person, 1.1 - 0.06 * person, 1, 1);
      index.append("clip%d,p%d,%s,clip,6,made up\n".formatted(person, person, split));
      index.append("photo%d,p%d,%s,photo,1,made up\n".formatted(person, person, split));
      Landmarks[] frames = new Landmarks[6];
      for (int i = 0; i < 6; i++) {
        frames[i] = face.turned(6 * i - 15, 2 * i, i).expression(i / 6.0, 0, 0, 0).at(128, 130, 60);
      }
      LandmarksFile.write(directory.resolve("items/clip" + person), frames);
      LandmarksFile.write(directory.resolve("items/photo" + person), face.at(128, 130, 60));
    }
    Files.writeString(directory.resolve("index.csv"), index);
    return directory;
  }

  /** Networks of a size for tests; no stage has any steps yet but the pairs. */
  static LdNetConfigBuilder small() {
    return LdNetConfig.defaults().toBuilder()
        .seed(7)
        .identitySize(6)
        .motionSize(5)
        .width(24)
        .blocks(1)
        .faceKitBatch(8)
        .realBatch(6)
        .faceKitPersons(4)
        .stage1Steps(0)
        .stage2Steps(0)
        .pairSteps(20)
        .evaluateSteps(1000)
        .threads(1);
  }
}
