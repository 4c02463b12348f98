package io.github.reenact.dataset;

import com.google.common.collect.Ordering;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One input file of a dataset, or a range of it.
 *
 * @param file where it is
 * @param path below the input folder, with {@code /}
 * @param item its name in the dataset: the path without its extension, {@code /} as {@code __}
 * @param identity whom it shows
 * @param split which part of the data it belongs to, for example {@code train}
 */
public record Source(Path file, String path, String item, String identity, String split) {
  /** The name of the manifest in the folder. */
  public static final String MANIFEST = "manifest.csv";

  /** What only ranges of a video may be called. */
  private static final Pattern RANGE_ITEM = Pattern.compile(".*@\\d+", Pattern.DOTALL);

  private static final Set<String> OTHER =
      Set.of(
          "csv", "tsv", "txt", "md", "rst", "html", "htm", "xml", "json", "yml", "yaml", "toml",
          "pdf", "py", "sh", "java", "log", "srt", "vtt", "ass", "sha256", "md5", "npy", "npz",
          "zip", "gz", "tar", "bz2", "xz", "7z", "db", "ini", "lock");

  /** A range of it as a source of its own. */
  Source part(VideoRange range) {
    return new Source(file, range.path(path), range.item(item), identity, split);
  }

  /**
   * Finds the videos and photos in a folder and below, in the order of their paths. Hidden files
   * and files that are plainly of another kind by their extension (text, archives) are left out.
   *
   * <p>Whom a file shows, and its split, is told by {@code manifest.csv} in the folder, if it is
   * there: its columns {@code path}, {@code identity} and {@code split} count, others do not, and
   * the last two may be absent. Otherwise the identity is the name of the sub-folder the file is
   * in, or else the file's name up to its last underscore, and the split is {@code train}.
   *
   * @param except a folder that is not searched: the output, should it lie inside
   * @throws IOException if the folder cannot be read or the manifest is wrong
   */
  public static List<Source> find(Path folder, Path except) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder; give one with videos and photos");
    }
    Path excluded = except.toAbsolutePath().normalize();
    List<String> paths = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean hidden = !dir.equals(folder) && dir.getFileName().toString().startsWith(".");
            return hidden || dir.toAbsolutePath().normalize().equals(excluded)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (isCandidate(name)) {
              paths.add(folder.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.exists(manifest)) {
      return of(folder, paths, Map.of());
    }
    try (BufferedReader reader = Files.newBufferedReader(manifest, StandardCharsets.UTF_8)) {
      return of(folder, paths, manifest(manifest, reader));
    }
  }

  /** Whether a file may be a video or photo, from its name without folders. */
  public static boolean isCandidate(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && !OTHER.contains(extension);
  }

  /**
   * The files of known paths, in the order of these.
   *
   * @param paths below the folder, with {@code /}
   * @param manifest as {@link #manifest} reads it
   */
  public static List<Source> of(
      Path folder, List<String> paths, Map<String, List<String>> manifest) {
    List<Source> sources = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String path : Ordering.natural().sortedCopy(paths)) {
      String item = itemName(path);
      String unique = item;
      for (int i = 2; RANGE_ITEM.matcher(unique).matches() || !taken.add(unique); i++) {
        unique = item + "~" + i;
      }
      List<String> told = manifest.getOrDefault(path, List.of("", ""));
      sources.add(
          new Source(
              folder.resolve(path),
              path,
              unique,
              told.get(0).isEmpty() ? identityOf(path) : told.get(0),
              told.get(1).isEmpty() ? "train" : told.get(1)));
    }
    return sources;
  }

  private static String itemName(String path) {
    int dot = path.lastIndexOf('.');
    String bare = dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    return bare.replace("/", "__").replaceAll("[\\p{Cntrl},\"'\\\\:*?<>|]", "_");
  }

  private static String identityOf(String path) {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      return path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
    }
    int dot = path.lastIndexOf('.');
    String bare = dot > 0 ? path.substring(0, dot) : path;
    int underscore = bare.lastIndexOf('_');
    return underscore > 0 ? bare.substring(0, underscore) : bare;
  }

  /**
   * Reads a manifest: identity and split by path.
   *
   * @param file for messages
   * @throws IOException if it is wrong; the message names the line
   */
  public static Map<String, List<String>> manifest(Path file, BufferedReader reader)
      throws IOException {
    Map<String, List<String>> map = new HashMap<>();
    try {
      CsvTable table = new CsvTable(file, reader, List.of("path"));
      while (table.next()) {
        map.put(table.cell("path"), List.of(table.cell("identity"), table.cell("split")));
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not a text file in UTF-8", e);
    }
    return map;
  }
}
