package io.github.reenact.evaluate;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.tf.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The clips of one split of a dataset, and who is to be moved by whom.
 *
 * <p>Immutable and thread-safe; pictures are read when they are needed.
 */
public final class PortraitClips {
  /** The photo, and three frames for a second difference in time. */
  private static final int FEWEST_FRAMES = 4;

  /** A clip, and the rate at which its frames were sampled. */
  record Clip(Dataset.Item item, FrameRate rate) {
    String name() {
      return item.name();
    }

    String person() {
      return item.identity();
    }

    int frames() {
      return item.frames().size();
    }

    /** The number that a frame has in the clip, which may have gaps. */
    int number(int index) {
      return item.frames().get(index).number();
    }

    double seconds(int index) {
      return rate.timeOf(number(index));
    }

    Landmarks landmarks(int index) {
      return item.frames().get(index).landmarks();
    }

    /**
     * Reads a frame.
     *
     * @throws IOException if it is missing or damaged
     */
    Image image(int index) throws IOException {
      return item.frames().get(index).picture().read();
    }
  }

  /**
   * What is changed, and the clip that drives it.
   *
   * @param photo the clip whose first frame is the photo; in footage, whose frames are changed
   * @param frames of the driver that are measured; its first frame comes before them and is not
   * @param isFootage whether each frame of the driver changes the frame of {@code photo} beside it
   */
  record Run(Clip photo, Clip driver, int frames, boolean isFootage) {
    Run(Clip photo, Clip driver, int frames) {
      this(photo, driver, frames, false);
    }

    boolean isSelf() {
      return photo.equals(driver);
    }

    boolean isSamePerson() {
      return photo.person().equals(driver.person());
    }

    /** The face that a frame of the driver changes. */
    Landmarks changed(int index) {
      return photo.landmarks(isFootage ? index : 0);
    }
  }

  private final Path directory;
  private final String split;
  private final List<Clip> clips;

  private PortraitClips(Path directory, String split, List<Clip> clips) {
    this.directory = directory;
    this.split = split;
    this.clips = clips;
  }

  /**
   * Reads a dataset.
   *
   * @throws IOException if the folder is no dataset, or has no clip of at least 4 frames in the
   *     split; the message says what there is
   */
  public static PortraitClips open(Path directory, String split) throws IOException {
    Dataset data = Dataset.open(directory);
    FrameRate rate = rate(directory.resolve("dataset.json"));
    List<Clip> clips = new ArrayList<>();
    Map<String, Integer> there = new TreeMap<>();
    for (Dataset.Item item : data.items()) {
      if (item.isClip() && item.landmarks().size() >= FEWEST_FRAMES) {
        there.merge(item.split(), 1, Integer::sum);
        if (item.split().equals(split)) {
          clips.add(new Clip(item, rate));
        }
      }
    }
    if (clips.isEmpty()) {
      throw new IOException(
          "%s has no clip of at least %d frames in the split '%s'; its clips by split: %s. Choose another split, or prepare videos with a manifest.csv that says so"
              .formatted(directory, FEWEST_FRAMES, split, there.isEmpty() ? "none" : there));
    }
    return new PortraitClips(directory, split, List.copyOf(clips));
  }

  private static FrameRate rate(Path file) throws IOException {
    try {
      JsonElement fps = JsonParser.parseString(Files.readString(file)).getAsJsonObject().get("fps");
      if (fps != null) {
        return FrameRate.parse(fps.getAsString());
      }
    } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException(noRate(file), e);
    }
    throw new IOException(noRate(file));
  }

  private static String noRate(Path file) {
    return file + " does not say the frame rate as {\"fps\":25}; run `./reenact prepare` again";
  }

  Path directory() {
    return directory;
  }

  String split() {
    return split;
  }

  /** Each clip with its own first frame. */
  List<Run> self(int frames) {
    return clips.stream().map(c -> new Run(c, c, Math.min(frames, c.frames() - 1))).toList();
  }

  /**
   * Each clip's first frame with a clip of the next person, the first person's following the
   * last's: the first clips of all people come first, then their second ones.
   *
   * @param most pairs, the first of all
   * @return none if there is one person only
   */
  List<Run> cross(int frames, int most) {
    Map<String, List<Clip>> byPerson = new LinkedHashMap<>();
    clips.forEach(c -> byPerson.computeIfAbsent(c.person(), p -> new ArrayList<>()).add(c));
    List<List<Clip>> people = List.copyOf(byPerson.values());
    List<Run> out = new ArrayList<>();
    int longest = people.stream().mapToInt(List::size).max().orElse(0);
    for (int k = 0; k < longest && people.size() > 1; k++) {
      for (int p = 0; p < people.size() && out.size() < most; p++) {
        List<Clip> others = people.get((p + 1) % people.size());
        if (k < people.get(p).size()) {
          Clip driver = others.get(k % others.size());
          out.add(new Run(people.get(p).get(k), driver, Math.min(frames, driver.frames() - 1)));
        }
      }
    }
    return out;
  }

  /**
   * Each clip with the next clip of the same person, the first following the last; where there is
   * no other, with one of the next person's: the clips in the order of the dataset.
   *
   * @param most runs, the first of all
   * @return without those clips that have no other one to drive them
   */
  List<Run> dubbed(int frames, int most) {
    List<Run> out = new ArrayList<>();
    for (Clip take : clips) {
      if (out.size() < most) {
        driverOf(take)
            .ifPresent(
                d ->
                    out.add(
                        new Run(
                            take,
                            d,
                            Math.min(frames, Math.min(take.frames(), d.frames()) - 1),
                            true)));
      }
    }
    return out;
  }

  private Optional<Clip> driverOf(Clip take) {
    int at = clips.indexOf(take);
    List<Clip> others = new ArrayList<>(clips.subList(at + 1, clips.size()));
    others.addAll(clips.subList(0, at));
    return others.stream()
        .filter(c -> c.person().equals(take.person()))
        .findFirst()
        .or(() -> others.stream().findFirst());
  }

  static int people(List<Run> runs) {
    return (int)
        runs.stream()
            .flatMap(r -> Arrays.asList(r.photo, r.driver).stream())
            .map(Clip::person)
            .distinct()
            .count();
  }
}
