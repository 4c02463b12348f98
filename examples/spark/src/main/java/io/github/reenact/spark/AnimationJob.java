package io.github.reenact.spark;

import io.github.reenact.dataset.Csv;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One video to make.
 *
 * @param name of the output file, without its ending
 * @param source the photo: a URI, or a path below the list's own folder
 * @param driving whose motion it gets: a video or a motion template, named likewise
 */
record AnimationJob(String name, String source, String driving) implements Serializable {
  private static final List<String> HEADER = List.of("name", "source", "driving");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  /**
   * Reads a list of jobs.
   *
   * @param csv a header {@code name,source,driving} and a line for each job
   * @param list its name, for messages
   * @throws IOException if the header is another, a line has not three cells, or a name is no plain
   *     file name or there twice; says which line
   */
  static List<AnimationJob> parse(String csv, String list) throws IOException {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !Csv.split(lines.get(0)).equals(HEADER)) {
      throw new IOException(
          "%s: the first line must be %s, not '%s'"
              .formatted(list, String.join(",", HEADER), lines.isEmpty() ? "" : lines.get(0)));
    }
    List<AnimationJob> jobs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      List<String> cells = Csv.split(lines.get(i)).stream().map(String::strip).toList();
      String at = list + ", line " + (i + 1) + ": ";
      if (cells.size() != HEADER.size() || cells.contains("")) {
        throw new IOException(
            at + "'" + lines.get(i) + "' has not three cells, name,source,driving");
      }
      if (!NAME.matcher(cells.get(0)).matches()) {
        throw new IOException(
            at + "'" + cells.get(0) + "' is no name: letters, digits, '.', '_' and '-' only");
      }
      if (!names.add(cells.get(0))) {
        throw new IOException(at + "the name '" + cells.get(0) + "' is there twice");
      }
      jobs.add(new AnimationJob(cells.get(0), cells.get(1), cells.get(2)));
    }
    if (jobs.isEmpty()) {
      throw new IOException(list + " has no jobs: a line for each follows the header");
    }
    return jobs;
  }

  /** The file that it writes. */
  String file() {
    return name + ".mp4";
  }

  /** What it is made of, to be noted with the result. */
  String description() {
    return source + " " + driving;
  }
}
