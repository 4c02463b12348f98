package io.github.reenact.tf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  private static final String HEADER = "item,identity,split,kind,frames,source\n";

  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  private final Landmarks face = TestFaces.face().at(128, 130, 60);

  @BeforeEach
  void writeItem() throws IOException {
    index("one,ann,train,clip,2,\"a, b.mp4\"\n");
    landmarks("one", row(3, face) + row(5, face));
  }

  private void index(String lines) throws IOException {
    Files.writeString(directory.resolve("index.csv"), HEADER + lines);
  }

  private void landmarks(String item, String lines) throws IOException {
    Path dir = Files.createDirectories(directory.resolve("items").resolve(item));
    StringBuilder header = new StringBuilder("frame,time");
    for (int i = 0; i < Landmarks.COUNT; i++) {
      header.append(",x").append(i).append(",y").append(i);
    }
    Files.writeString(dir.resolve("landmarks.csv"), header + "\n" + lines);
  }

  private static String row(int frame, Landmarks l) {
    StringBuilder out = new StringBuilder(frame + "," + frame / 25.0);
    for (float v : l.toArray()) {
      out.append(',').append(v);
    }
    return out.append('\n').toString();
  }

  @Test
  void open_wholeFolder_givesWhatIsThere() throws IOException {
    Dataset data = Dataset.open(directory);
    assertThat(data.items()).hasSize(1);
    Dataset.Item item = data.items().get(0);
    assertThat(item.name()).isEqualTo("one");
    assertThat(item.identity()).isEqualTo("ann");
    assertThat(item.split()).isEqualTo("train");
    assertThat(item.isClip()).isTrue();
    assertThat(item.frames())
        .extracting(Dataset.Frame::number, Dataset.Frame::picture)
        .containsExactly(
            tuple(3, new FilePicture(directory.resolve("items/one"), 3)),
            tuple(5, new FilePicture(directory.resolve("items/one"), 5)));
    assertThat(item.landmarks()).containsExactly(face, face);
  }

  @Test
  void open_itemWithoutFrames_isLeftOut() throws IOException {
    index("one,ann,train,clip,2,a\nnone,bob,train,photo,0,b\n");
    assertThat(Dataset.open(directory).items()).hasSize(1);
  }

  @Test
  void open_noIndex_saysHowToMakeOne() {
    assertThatThrownBy(() -> Dataset.open(directory.resolve("elsewhere")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("elsewhere")
        .hasMessageContaining("prepare");
  }

  @Test
  void open_landmarksMissing_namesTheFile() throws IOException {
    Files.delete(directory.resolve("items/one/landmarks.csv"));
    assertThatThrownBy(() -> Dataset.open(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("landmarks.csv");
  }

  @Test
  void open_fewerFramesThanTheIndexSays_isRefused() throws IOException {
    landmarks("one", row(3, face));
    refused("the index says 2 frames");
  }

  @Test
  void open_moreFramesThanTheIndexSays_isRefused() throws IOException {
    landmarks("one", row(3, face) + row(4, face) + row(5, face));
    refused("more than the 2 frames");
  }

  @Test
  void open_truncatedRow_namesTheLine() throws IOException {
    landmarks("one", row(3, face) + row(5, face).substring(0, 60));
    refused("line 3");
  }

  @Test
  void open_noNumber_namesTheColumn() throws IOException {
    landmarks("one", row(3, face) + row(5, face).replaceFirst(",0.2,[^,]*", ",0.2,oops"));
    refused("'oops'");
  }

  @Test
  void open_notFinite_isRefused() throws IOException {
    landmarks("one", row(3, face) + row(5, face).replaceFirst(",0.2,[^,]*", ",0.2,NaN"));
    refused("NaN");
  }

  @Test
  void open_pathAsItemName_isRefused() throws IOException {
    index("../one,ann,train,clip,2,a\n");
    refused("'../one'");
  }

  @Test
  void open_sameItemTwice_isRefused() throws IOException {
    index("one,ann,train,clip,2,a\none,ann,train,clip,2,a\n");
    refused("listed twice");
  }

  @Test
  void open_otherHeader_isRefused() throws IOException {
    Files.writeString(directory.resolve("index.csv"), "name,who\n");
    refused("name,who");
  }

  private void refused(String what) {
    assertThatThrownBy(() -> Dataset.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("prepare");
  }

  @Test
  void open_severalFolders_givesAllItemsInTheirOrder() throws IOException {
    Path second = Files.createDirectories(directory.resolve("second"));
    Files.writeString(second.resolve("index.csv"), HEADER + "one,ann,train,photo,1,c.jpg\n");
    Path item = Files.createDirectories(second.resolve("items/one"));
    Files.copy(directory.resolve("items/one/landmarks.csv"), item.resolve("landmarks.csv"));
    Files.writeString(
        item.resolve("landmarks.csv"),
        Files.readAllLines(item.resolve("landmarks.csv")).get(0) + "\n" + row(0, face));
    Dataset data = Dataset.open(List.of(directory, second));
    assertThat(data.items()).extracting(Dataset.Item::identity).containsExactly("ann", "ann");
    assertThat(data.items())
        .extracting(i -> i.frames().get(0).picture())
        .containsExactly(
            new FilePicture(directory.resolve("items/one"), 3), new FilePicture(item, 0));
    assertThat(data.directory()).isEqualTo(directory);
    assertThatThrownBy(() -> Dataset.open(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
