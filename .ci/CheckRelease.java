import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a staging folder against what Maven Central asks for and what our artifacts should hold.
 * Usage: {@code java CheckRelease.java STAGING}. Exit status 1 if anything is wrong; every fault is
 * a line.
 */
final class CheckRelease {
  /** What each artifact has beside its POM: the ends of the files' names. */
  private static final Map<String, List<String>> ARTIFACTS = new TreeMap<>();

  static {
    List<String> usual = List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");
    ARTIFACTS.put("reenact-parent", List.of());
    ARTIFACTS.put("reenact-examples", List.of());
    ARTIFACTS.put("reenact-bom", List.of());
    ARTIFACTS.put("reenact", usual);
    ARTIFACTS.put("reenact-landmarks", usual);
    ARTIFACTS.put("reenact-tf", usual);
    ARTIFACTS.put("reenact-media", usual);
    ARTIFACTS.put("reenact-spring-boot-starter", usual);
    List<String> withFixtures = new ArrayList<>(usual);
    withFixtures.addAll(List.of("-tests.jar", "-test-sources.jar"));
    ARTIFACTS.put("reenact-api", withFixtures);
  }

  /** Entries that a jar must have. */
  private static final Map<String, List<String>> ENTRIES =
      Map.of(
          "reenact-api.jar",
          List.of("module-info.class", "io/github/reenact/Reenactor.class"),
          "reenact-api-sources.jar",
          List.of("io/github/reenact/Reenactor.java"),
          "reenact-api-javadoc.jar",
          List.of("index.html", "io.github.reenact/io/github/reenact/Reenactor.html"),
          "reenact-api-tests.jar",
          List.of("io/github/reenact/testing/LandmarkDetectorContract.class"),
          "reenact-api-test-sources.jar",
          List.of("io/github/reenact/testing/LandmarkDetectorContract.java"),
          "reenact.jar",
          List.of("module-info.class"),
          "reenact-landmarks.jar",
          List.of(
              "module-info.class",
              "io/github/reenact/landmarks/linux-x86_64/libjniDlibNative.so",
              "io/github/reenact/landmarks/DlibLandmarkDetector.class"),
          "reenact-tf.jar",
          List.of("module-info.class", "io/github/reenact/tf/fdgan/FdGan.class"),
          "reenact-media.jar",
          List.of("module-info.class", "io/github/reenact/media/VideoWriter.class"));

  private final Path folder;
  private final List<String> faults = new ArrayList<>();
  private int files;

  private CheckRelease(Path staging) {
    folder = staging.resolve("io/github/reenact");
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 1 || !Files.isDirectory(Path.of(args[0]))) {
      System.err.println("usage: java CheckRelease.java STAGING, a folder");
      System.exit(2);
    }
    CheckRelease check = new CheckRelease(Path.of(args[0]));
    check.run();
    check.faults.forEach(System.err::println);
    if (!check.faults.isEmpty()) {
      System.exit(1);
    }
    System.out.println(
        "check-release: " + ARTIFACTS.size() + " artifacts, " + check.files + " files, no fault");
  }

  private void run() throws Exception {
    try (Stream<Path> there = Files.list(folder)) {
      List<String> names = there.map(p -> p.getFileName().toString()).sorted().toList();
      require(
          names.equals(List.copyOf(ARTIFACTS.keySet())),
          folder + " has " + names + "; it should have " + ARTIFACTS.keySet());
    }
    for (Map.Entry<String, List<String>> artifact : ARTIFACTS.entrySet()) {
      Path of = folder.resolve(artifact.getKey());
      if (!Files.isDirectory(of)) {
        continue;
      }
      try (Stream<Path> versions = Files.list(of)) {
        for (Path version : versions.filter(Files::isDirectory).toList()) {
          check(artifact.getKey(), version, artifact.getValue());
        }
      }
    }
  }

  private void check(String artifact, Path folder, List<String> ends) throws Exception {
    String version = folder.getFileName().toString();
    require(!version.endsWith("-SNAPSHOT"), folder + " is a snapshot; stage a release");
    String base = artifact + "-" + version;
    List<String> all = new ArrayList<>(ends);
    all.add(".pom");
    boolean signed = Files.exists(folder.resolve(base + ".pom.asc"));
    for (String end : all) {
      Path file = folder.resolve(base + end);
      if (!Files.isRegularFile(file)) {
        faults.add(file + " is missing");
        continue;
      }
      files++;
      checksums(file);
      require(
          Files.exists(folder.resolve(base + end + ".asc")) == signed,
          file + " has no signature, or alone has one");
      if (end.endsWith(".jar")) {
        jar(file, artifact + end);
      }
      if (end.endsWith(".json")) {
        String text = Files.readString(file);
        require(
            text.contains("\"bomFormat\" : \"CycloneDX\"") && text.contains(artifact),
            file + " is no CycloneDX bill of materials of " + artifact);
      }
    }
    pom(folder.resolve(base + ".pom"), artifact);
  }

  private void checksums(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
      Path sum = Path.of(file + "." + algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT));
      byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
      String hex = "%0" + 2 * digest.length + "x";
      require(
          Files.exists(sum)
              && Files.readString(sum).strip().equals(hex.formatted(new BigInteger(1, digest))),
          sum + " is missing or does not match");
    }
  }

  private void jar(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (String entry : ENTRIES.getOrDefault(name, List.of())) {
        require(zip.getEntry(entry) != null, file + " has no entry " + entry);
      }
      if (!name.endsWith("-javadoc.jar") && !name.contains("-test")) {
        require(zip.getEntry("META-INF/LICENSE") != null, file + " has no META-INF/LICENSE");
        require(zip.getEntry("META-INF/NOTICE") != null, file + " has no META-INF/NOTICE");
      }
      if (name.endsWith("-tests.jar")) {
        List<? extends ZipEntry> tests =
            zip.stream().filter(e -> e.getName().endsWith("Test.class")).toList();
        require(tests.isEmpty(), file + " holds tests, not only fixtures: " + tests);
      }
    }
  }

  private void pom(Path file, String artifact) throws Exception {
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getDocumentElement();
    for (String own : List.of("name", "description")) {
      require(child(project, own) != null, file + " has no " + own);
    }
    boolean inherits = child(project, "parent") != null;
    if (artifact.equals("reenact-parent") || !inherits) {
      for (String needed : List.of("url", "licenses", "developers", "scm")) {
        require(child(project, needed) != null, file + " has no " + needed);
      }
    }
    if (artifact.equals("reenact-bom")) {
      require(!inherits, file + " has a parent, which would manage versions that are not ours");
      String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
      require(!text.contains("<artifactId>guava"), file + " manages what is not ours");
      for (String managed : List.of("reenact", "reenact-api", "reenact-landmarks", "reenact-tf", "reenact-media")) {
        require(
            text.contains("<artifactId>" + managed + "</artifactId>"),
            file + " does not manage " + managed);
      }
    }
    require(
        !new String(bytes, java.nio.charset.StandardCharsets.UTF_8).contains("-SNAPSHOT"),
        file + " names a snapshot");
  }

  private static Element child(Element of, String name) {
    for (Node n = of.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && e.getTagName().equals(name) && !e.getTextContent().isBlank()) {
        return e;
      }
    }
    return null;
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      faults.add("check-release: " + otherwise);
    }
  }
}
