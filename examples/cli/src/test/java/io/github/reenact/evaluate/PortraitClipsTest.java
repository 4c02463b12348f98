package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class PortraitClipsTest {
  @TempDir Path folder;

  @BeforeEach
  void makeData() throws IOException {
    TestPeople.dataset(folder, "dev", 3, 12);
    Files.writeString(folder.resolve("dataset.json"), "{\"fps\":\"30000/1001\"}");
  }

  private PortraitClips open() throws IOException {
    return PortraitClips.open(folder, "dev");
  }

  private static List<String> names(List<PortraitClips.Run> runs) {
    return runs.stream().map(r -> r.photo().name() + "<" + r.driver().name()).toList();
  }

  @Test
  void self_eachClip_hasItsFramesAfterTheFirst() throws IOException {
    assertThat(names(open().self(50))).containsExactly("clip0<clip0", "clip1<clip1", "clip2<clip2");
    assertThat(open().self(50)).allMatch(r -> r.frames() == 11 && r.isSelf());
    assertThat(open().self(5)).allMatch(r -> r.frames() == 5);
    assertThat(open().self(5).get(0).driver().seconds(3)).isEqualTo(3 * 1001 / 30000.0);
  }

  @Test
  void cross_people_areDrivenByTheNextOne() throws IOException {
    assertThat(names(open().cross(50, 100)))
        .containsExactly("clip0<clip1", "clip1<clip2", "clip2<clip0");
    assertThat(names(open().cross(50, 2))).containsExactly("clip0<clip1", "clip1<clip2");
    assertThat(open().cross(50, 2)).noneMatch(PortraitClips.Run::isSelf);
    assertThat(PortraitClips.people(open().cross(50, 1))).isEqualTo(2);
  }

  @Test
  void cross_severalClipsOfAPerson_firstOnesComeFirst() throws IOException {
    Path index = folder.resolve("index.csv");
    Files.writeString(index, Files.readString(index).replace("clip1,p1,", "clip1,p0,"));

    assertThat(names(open().cross(50, 100)))
        .containsExactly("clip0<clip2", "clip2<clip0", "clip1<clip2");
  }

  @Test
  void cross_onePerson_isNone() throws IOException {
    Path index = folder.resolve("index.csv");
    Files.writeString(index, Files.readString(index).replaceAll(",p[12],", ",p0,"));

    assertThat(open().cross(50, 100)).isEmpty();
  }

  @Test
  void dubbed_anotherClipOfThePerson_comesBeforeOtherPeople() throws IOException {
    assertThat(names(open().dubbed(50, 100)))
        .containsExactly("clip0<clip1", "clip1<clip2", "clip2<clip0");
    assertThat(open().dubbed(50, 100)).noneMatch(PortraitClips.Run::isSamePerson);

    Path index = folder.resolve("index.csv");
    Files.writeString(index, Files.readString(index).replace("clip2,p2,", "clip2,p0,"));
    List<PortraitClips.Run> runs = open().dubbed(5, 100);
    assertThat(names(runs)).containsExactly("clip0<clip2", "clip1<clip2", "clip2<clip0");
    assertThat(runs.stream().map(PortraitClips.Run::isSamePerson))
        .containsExactly(true, false, true);
    assertThat(runs).allMatch(r -> r.frames() == 5);
    assertThat(runs.get(0).changed(4)).isEqualTo(runs.get(0).photo().landmarks(4));
    assertThat(names(open().dubbed(50, 1))).containsExactly("clip0<clip2");
  }

  @Test
  void open_otherSplit_saysWhatThereIs() {
    assertThatThrownBy(() -> PortraitClips.open(folder, "test"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("split 'test'")
        .hasMessageContaining("{dev=3}");
  }

  @Test
  void open_badDescription_isNamed() throws IOException {
    for (String text :
        new String[] {"{}", "nonsense", "{\"fps\":\"fast\"}", "[]", "{\"fps\":[]}"}) {
      Files.writeString(folder.resolve("dataset.json"), text);

      assertThatThrownBy(this::open)
          .as(text)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("dataset.json")
          .hasMessageContaining("frame rate");
    }
  }

  @Test
  void moments_mouthOpensAlongTheClip_areItsLastFramesAndLieApart() throws IOException {
    List<PortraitClips.Run> runs = open().self(50);

    List<SheetMoments.Moment> three = SheetMoments.choose(runs, 5);
    assertThat(three).hasSize(5).doesNotHaveDuplicates();
    // The mouth of the made-up people is as open as the clip is old.
    assertThat(three.stream().filter(SheetMoments.Moment::isMouth).map(SheetMoments.Moment::index))
        .hasSize(3)
        .allMatch(i -> i >= 8);

    List<SheetMoments.Moment> all = SheetMoments.choose(runs, 1000);
    assertThat(all).hasSizeBetween(6, 12);
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).run().equals(all.get(i - 1).run())) {
        assertThat(all.get(i).index() - all.get(i - 1).index()).isGreaterThanOrEqualTo(3);
      }
    }
  }
}
