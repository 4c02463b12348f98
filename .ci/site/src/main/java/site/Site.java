package site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Makes HTML of the Markdown files of the repository, with a menu, and checks all links of the
 * site, those of the Javadoc included. Usage: {@code Site ROOT OUT SOURCE}, where {@code OUT/api}
 * has the Javadoc already and SOURCE is where the repository can be browsed. Exit status 1 if a
 * link leads nowhere; each is a line.
 */
public final class Site {
  /** The menu: the pages under their headings. */
  static final Map<String, List<String>> MENU = new LinkedHashMap<>();

  static {
    MENU.put(
        "Use",
        List.of(
            "README.md",
            "docs/install.md",
            "docs/spring-boot.md",
            "docs/cli.md",
            "docs/serve.md",
            "docs/faces.md",
            "docs/footage.md",
            "docs/landmarks.md",
            "docs/scale.md",
            "docs/licences.md"));
    MENU.put(
        "How it works",
        List.of(
            "docs/architecture.md",
            "docs/ldnet.md",
            "docs/fdgan.md",
            "docs/dataset.md",
            "benchmarks/README.md"));
    MENU.put("Develop", List.of("CONTRIBUTING.md", "docs/publishing.md", "CHANGELOG.md"));
  }

  /** Pages that others link to, but that are in no menu. */
  static final List<String> OTHERS =
      List.of(
          "reenact-tf/model-cards/ldnet.md",
          "reenact-tf/model-cards/fdgan.md",
          "reenact-tf/model-cards/gaze.md");

  private static final Pattern CONSTANTS =
      Pattern.compile("<section class=\"constants-summary\" id=\"([^\"]+)\"");
  private static final String API = "api/index.html";
  private static final String SPRING = "api-spring/index.html";

  private final Path root;
  private final Path out;
  private final String source;
  private final Parser parser =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create(), HeadingAnchorExtension.create()))
          .build();
  private final Set<String> pages = new LinkedHashSet<>();
  private final Map<String, Document> contents = new HashMap<>();
  private final Map<String, String> classes = new HashMap<>();

  Site(Path root, Path out, String source) {
    this.root = root;
    this.out = out;
    this.source = source;
    MENU.values().forEach(pages::addAll);
    pages.addAll(OTHERS);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Site ROOT OUT SOURCE");
      System.exit(2);
    }
    Path out = Path.of(args[1]);
    Site site = new Site(Path.of(args[0]), out, args[2]);
    site.make();
    LinkCheck check = new LinkCheck(out);
    List<String> faults = check.faults();
    faults.forEach(System.err::println);
    if (!faults.isEmpty()) {
      System.err.println("site: " + faults.size() + " links lead nowhere");
      System.exit(1);
    }
    System.out.printf(
        "site: %d pages of the guide, %d files in all, %d links inside the site, all resolve%n",
        site.pages.size(), check.files(), check.links());
  }

  /**
   * Writes the pages and what they need.
   *
   * @throws IllegalStateException if a page of {@code docs} is in no menu
   */
  void make() throws IOException {
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      Set<String> missing = new TreeSet<>();
      docs.map(doc -> "docs/" + doc.getFileName())
          .filter(doc -> doc.endsWith(".md") && !pages.contains(doc))
          .forEach(missing::add);
      if (!missing.isEmpty()) {
        throw new IllegalStateException("in no menu of the site: " + missing);
      }
    }
    mendConstants();
    findClasses();
    for (String page : pages) {
      String markdown = Files.readString(root.resolve(page));
      contents.put(page, Jsoup.parseBodyFragment(renderer.render(parser.parse(markdown))));
    }
    for (String page : pages) {
      Path file = out.resolve(target(page));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, html(page));
    }
    Files.writeString(out.resolve("site.css"), resource("site.css"));
  }

  /** The page's HTML file, relative to the site. */
  static String target(String page) {
    return page.replaceFirst("(^|/)README\\.md$", "$1index.html").replaceFirst("\\.md$", ".html");
  }

  /**
   * The Javadoc tool of JDK 17 heads its list of constants with a link to a place that it lacks.
   */
  private void mendConstants() throws IOException {
    Path file = out.resolve("api/constant-values.html");
    if (Files.exists(file)) {
      String html = Files.readString(file);
      Matcher section = CONSTANTS.matcher(html);
      if (section.find() && !html.contains("id=\"io.github\"")) {
        Files.writeString(file, html.replace("#io.github\"", "#" + section.group(1) + "\""));
      }
    }
  }

  private void findClasses() throws IOException {
    for (String api : List.of("api", "api-spring")) {
      if (!Files.isDirectory(out.resolve(api))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(out.resolve(api))) {
        files
            .filter(
                file -> file.getFileName().toString().matches("[A-Z]\\w*(\\.[A-Z]\\w*)*\\.html"))
            .forEach(
                file ->
                    classes.put(
                        file.getFileName().toString().replaceFirst("\\.html$", ""),
                        slashes(out.relativize(file))));
      }
    }
  }

  private String html(String page) {
    Document content = Objects.requireNonNull(contents.get(page)).clone();
    content.outputSettings().prettyPrint(false);
    for (Element link : content.select("a[href]")) {
      String to = link.attr("href");
      link.attr("href", link(page, to));
      // The repository calls pages by their files.
      if (link.text().matches("[\\w/-]+\\.md") && pages.contains(inRepository(page, to))) {
        link.text(shortTitle(inRepository(page, to)));
      }
    }
    for (Element image : content.select("img[src]")) {
      image.attr("src", link(page, image.attr("src")));
    }
    for (Element code : content.select("code")) {
      if (code.closest("pre, a, h1, h2, h3") == null) {
        linkToJavadoc(page, code);
      }
    }
    for (Element table : content.select("table")) {
      table.wrap("<div class=\"table\"></div>");
    }
    for (Element heading : content.select("h2[id], h3[id]")) {
      heading.appendElement("a").addClass("anchor").attr("href", "#" + heading.id()).text("#");
    }
    String title = title(page);
    return resource("page.html")
        .replace("$TITLE", title.equals("reenact") ? title : title + " · reenact")
        .replace("$ROOT", relative(page, ""))
        .replace("$MENU", menu(page))
        .replace("$CONTENT", content.body().html());
  }

  private String title(String page) {
    Element heading = Objects.requireNonNull(contents.get(page)).selectFirst("h1");
    return Objects.requireNonNull(heading, page + " has no title").text();
  }

  private String shortTitle(String page) {
    return page.equals("README.md") ? "Overview" : title(page).replaceFirst(":.*", "");
  }

  private String menu(String page) {
    StringBuilder menu = new StringBuilder();
    MENU.forEach(
        (heading, entries) -> {
          menu.append("<h2>").append(heading).append("</h2>\n<ul>\n");
          for (String entry : entries) {
            menu.append(
                entry(relative(page, target(entry)), shortTitle(entry), entry.equals(page)));
          }
          menu.append("</ul>\n");
        });
    menu.append("<h2>Javadoc</h2>\n<ul>\n");
    menu.append(entry(relative(page, API), "Library", false));
    menu.append(entry(relative(page, SPRING), "Spring Boot starter", false));
    return menu.append("</ul>\n").toString();
  }

  private static String entry(String href, String title, boolean here) {
    String current = here ? " aria-current=\"page\"" : "";
    return "<li><a href=\"" + href + "\"" + current + ">" + title + "</a></li>\n";
  }

  /** Where a link of a page leads in the site. Files that are no pages are copied. */
  private String link(String page, String href) {
    if (href.startsWith("#") || href.matches("[a-z]+:.*")) {
      return href;
    }
    String inRepository = inRepository(page, href);
    String fragment = href.substring(href.replaceFirst("#.*", "").length());
    if (pages.contains(inRepository)) {
      return relative(page, target(inRepository)) + fragment;
    }
    Path file = root.resolve(inRepository);
    if (Files.isDirectory(file)) {
      return source + "/" + inRepository;
    }
    if (Files.isRegularFile(file)) {
      Path copy = out.resolve(inRepository);
      try {
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.write(copy, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return href;
  }

  private static String inRepository(String page, String href) {
    Path folder = Objects.requireNonNullElse(Path.of(page).getParent(), Path.of(""));
    return slashes(folder.resolve(href.replaceFirst("#.*", "")).normalize());
  }

  /** Makes a link of code that names a public class, or a member of one. */
  private void linkToJavadoc(String page, Element code) {
    String name = code.text().replaceFirst("[(<].*", "");
    while (!name.isEmpty()) {
      String documented = classes.get(name);
      if (documented != null) {
        code.wrap("<a href=\"" + relative(page, documented) + "\"></a>");
        return;
      }
      name = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }
  }

  private static String relative(String page, String to) {
    return "../".repeat((int) page.chars().filter(c -> c == '/').count()) + to;
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
