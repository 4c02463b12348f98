package site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Checks that all links from one file of a folder to another lead somewhere, fragments included.
 */
final class LinkCheck {
  private final Path folder;
  private final Map<Path, Set<String>> ids = new HashMap<>();
  private final Map<Path, List<String>> references = new HashMap<>();
  private int links;

  /** Reads the HTML files of a folder. */
  LinkCheck(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(this.folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        read(file);
      }
    }
  }

  private void read(Path file) throws IOException {
    Document document = Jsoup.parse(file, "UTF-8");
    Set<String> there = new HashSet<>();
    List<String> out = new ArrayList<>();
    for (Element element : document.select("[id], a[name], [href], [src]")) {
      there.add(element.id());
      there.add(element.attr("name"));
      for (String attribute : List.of("href", "src")) {
        if (element.hasAttr(attribute)) {
          out.add(element.attr(attribute));
        }
      }
    }
    ids.put(file, there);
    references.put(file, out);
  }

  /** A line for each link that leads nowhere, in the order of the files' names. */
  List<String> faults() {
    links = 0;
    List<String> faults = new ArrayList<>();
    references.keySet().stream().sorted().forEach(file -> check(file, faults));
    return faults;
  }

  private void check(Path file, List<String> faults) {
    for (String reference : Objects.requireNonNull(references.get(file))) {
      URI uri;
      try {
        uri = URI.create(reference.replace(" ", "%20"));
      } catch (IllegalArgumentException e) {
        faults.add(folder.relativize(file) + ": " + reference + " is no address");
        continue;
      }
      if (uri.getScheme() != null || uri.getAuthority() != null) {
        continue;
      }
      links++;
      String path = Objects.requireNonNullElse(uri.getPath(), "");
      Path to =
          path.isEmpty()
              ? file
              : Objects.requireNonNull(file.getParent()).resolve(path).normalize();
      if (Files.isDirectory(to)) {
        to = to.resolve("index.html");
      }
      String fragment = uri.getFragment();
      if (!to.startsWith(folder) || !Files.isRegularFile(to)) {
        faults.add(folder.relativize(file) + ": " + reference + " is missing");
      } else if (fragment != null
          && !fragment.isEmpty()
          && !ids.getOrDefault(to, Set.of(fragment)).contains(fragment)) {
        faults.add(folder.relativize(file) + ": " + reference + " has no such place");
      }
    }
  }

  /** How many links were checked. */
  int links() {
    return links;
  }

  /** How many HTML files there are. */
  int files() {
    return references.size();
  }
}
