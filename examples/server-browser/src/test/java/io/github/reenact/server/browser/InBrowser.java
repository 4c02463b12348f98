package io.github.reenact.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.github.reenact.server.ReenactServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server, and a browser whose camera plays a drawn clip. Skipped where no Chromium is found. */
@Timeout(400)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
abstract class InBrowser {
  static final double PATIENCE_MILLIS = 120_000;
  static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir static Path temporary;
  static byte[] photo;
  static Reenactor reenactor;
  static ReenactServer server;
  private static @Nullable Playwright playwright;
  static Browser browser;

  /** What the page has loaded, but for samples: bytes as they came over the network. */
  static final String BYTES =
      """
      () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .filter(e => !e.name.includes('/samples/'))
          .reduce((sum, e) => sum + e.transferSize, 0)
      """;

  final List<String> errors = new ArrayList<>();
  BrowserContext context;
  Page page;

  @BeforeAll
  static void startAll() throws IOException {
    Optional<Path> chromium = chromium();
    assumeTrue(
        chromium.isPresent(),
        "no Chromium was found: apt-get install chromium, or name it in REENACT_CHROMIUM");
    Path camera = temporary.resolve("camera.mjpeg");
    DrawnCamera.write(camera);
    photo = jpeg(DrawnCamera.portrait(512));
    Files.createDirectories(SCREENSHOTS);
    reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
    server = start(0);
    playwright = playwright();
    browser = launch(playwright, camera);
  }

  static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /** The browser, whose camera plays a file. */
  static Browser launch(Playwright playwright, Path camera) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(chromium().orElseThrow())
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--use-fake-device-for-media-stream",
                        "--use-fake-ui-for-media-stream",
                        "--use-file-for-fake-video-capture=" + camera)));
  }

  static ReenactServer start(int port) throws IOException {
    return ReenactServer.builder(reenactor).port(port).state(temporary.resolve("state")).start();
  }

  private static Optional<Path> chromium() {
    return Stream.of(
            System.getenv("REENACT_CHROMIUM"),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(p -> p != null)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  static void stop() throws IOException {
    // Not there if the tests are skipped.
    if (playwright != null) {
      playwright.close();
      playwright = null;
      server.close();
      reenactor.close();
    }
  }

  @BeforeEach
  void open() {
    page = open(1280, 860, ColorScheme.LIGHT);
  }

  Page open(int width, int height, ColorScheme scheme) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setAcceptDownloads(true));
    Page opened = context.newPage();
    opened.setDefaultTimeout(PATIENCE_MILLIS);
    opened.onConsoleMessage(
        m -> {
          if (m.type().equals("error")) {
            errors.add(m.text());
          }
        });
    opened.onPageError(errors::add);
    opened.navigate(server.address());
    return opened;
  }

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
    }
  }

  void choosePhoto(byte[] jpeg) {
    page.locator("#consent").check();
    page.locator("#photo").setInputFiles(new FilePayload("me.jpg", "image/jpeg", jpeg));
    page.waitForCondition(() -> page.locator("#camera").isEnabled());
  }

  void startCamera() {
    page.locator("#camera").click();
    waitForFrames(5);
  }

  int frames() {
    return ((Number)
            page.evaluate("() => Number(document.getElementById('result').dataset.frames ?? 0)"))
        .intValue();
  }

  void waitForFrames(int more) {
    int before = frames();
    page.waitForCondition(
        () -> frames() >= before + more,
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  /** What the page shows. */
  Image shown() throws IOException {
    String url =
        (String) page.evaluate("() => document.getElementById('result').toDataURL('image/png')");
    byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    return Image.of(ImageIO.read(new ByteArrayInputStream(png)));
  }

  static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  static double difference(Image a, Image b) {
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    assertThat(x).hasSameSizeAs(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs((x[i] & 0xFF) - (y[i] & 0xFF));
    }
    return sum / x.length;
  }
}
