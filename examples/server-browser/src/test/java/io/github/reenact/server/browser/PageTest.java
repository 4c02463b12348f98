package io.github.reenact.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Reenactor;
import io.github.reenact.server.ReenactServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, whose camera plays a drawn clip. Skipped where no Chromium is found.
 * The screenshots are in {@code target/screenshots}.
 */
@Timeout(400)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class PageTest {
  private static final double PATIENCE_MILLIS = 120_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir static Path temporary;
  private static byte[] photo;
  private static Reenactor reenactor;
  private static ReenactServer server;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> errors = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
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
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--use-fake-device-for-media-stream",
                            "--use-fake-ui-for-media-stream",
                            "--use-file-for-fake-video-capture=" + camera)));
  }

  private static ReenactServer start(int port) throws IOException {
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
    if (playwright != null) {
      playwright.close();
    }
    if (server != null) {
      server.close();
    }
    if (reenactor != null) {
      reenactor.close();
    }
  }

  @BeforeEach
  void open() {
    page = open(1280, 860, ColorScheme.LIGHT);
  }

  private Page open(int width, int height, ColorScheme scheme) {
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

  private void choosePhoto(byte[] jpeg) {
    page.locator("#consent").check();
    page.locator("#photo").setInputFiles(new FilePayload("me.jpg", "image/jpeg", jpeg));
    page.waitForCondition(() -> page.locator("#camera").isEnabled());
  }

  private void startCamera() {
    page.locator("#camera").click();
    waitForFrames(5);
  }

  private int frames() {
    return ((Number)
            page.evaluate("() => Number(document.getElementById('result').dataset.frames ?? 0)"))
        .intValue();
  }

  private void waitForFrames(int more) {
    int before = frames();
    page.waitForCondition(
        () -> frames() >= before + more,
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  /** What the page shows. */
  private Image shown() throws IOException {
    String url =
        (String) page.evaluate("() => document.getElementById('result').toDataURL('image/png')");
    byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    return Image.of(ImageIO.read(new ByteArrayInputStream(png)));
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  private void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  @Test
  void camera_photoChosen_personMovesAsTheSlidersSay() throws IOException {
    assertThat(page.locator("#photo").isDisabled()).isTrue();
    choosePhoto(photo);
    startCamera();
    Image first = shown();
    double moved = 0;
    for (int i = 0; i < 8; i++) {
      waitForFrames(3);
      moved = Math.max(moved, difference(first, shown()));
    }
    assertThat(moved).isGreaterThan(1);
    Optional<Landmarks> face = reenactor.detector().detect(shown());
    assertThat(face).isPresent();
    screenshot("live-light");

    page.locator("#set-strength").fill("0");
    waitForFrames(6);
    Image still = shown();
    for (int i = 0; i < 4; i++) {
      waitForFrames(3);
      assertThat(difference(still, shown())).isLessThan(0.5);
    }
    page.locator("#reset").click();
    page.locator("#neutral").click();
    page.keyboard().press("c");
    assertThat(page.locator("#compare").getAttribute("aria-pressed")).isEqualTo("true");
    waitForFrames(2);
    screenshot("compare-light");
    page.locator("#camera").click();
    page.waitForCondition(() -> page.locator("#record").isDisabled());
    assertThat(errors).isEmpty();
  }

  @Test
  void record_whileMoving_fileThatSaysItIsSynthetic() throws IOException {
    choosePhoto(photo);
    startCamera();
    page.locator("#record").click();
    waitForFrames(8);
    page.locator("#record").click();
    Locator link = page.locator("#notice-link");
    link.waitFor();
    Download download = page.waitForDownload(link::click);
    byte[] video = Files.readAllBytes(download.path());
    assertThat(new String(video, StandardCharsets.ISO_8859_1))
        .contains("ftyp", "digitalsourcetype/compositeWithTrainedAlgorithmicMedia");
    assertThat(errors).isEmpty();
  }

  @Test
  void tryIt_drawnPortraitAndClip_movesWithoutACameraOrConsent() {
    page.locator("#try").click();
    waitForFrames(10);
    assertThat(page.locator("#status").textContent()).isEqualTo("Live");
    assertThat(errors).isEmpty();
  }

  @Test
  void videoTab_drawnMotion_finishedVideoToPlayAndKeep() throws IOException {
    choosePhoto(photo);
    page.locator("#tab-live").press("ArrowRight");
    assertThat(page.locator("#view-live").isHidden()).isTrue();
    page.locator("#job-sample").click();
    page.locator("#job-start").click();
    page.locator("#job-video").waitFor();
    page.waitForFunction("() => document.getElementById('job-video').videoWidth > 0");
    Download download = page.waitForDownload(() -> page.locator("#job-download").click());
    assertThat(new String(Files.readAllBytes(download.path()), StandardCharsets.ISO_8859_1))
        .contains("digitalsourcetype/");
    screenshot("video-light");
    page.locator("#job-discard").click();
    page.locator("#job-welcome").waitFor();
    assertThat(errors).isEmpty();
  }

  @Test
  void faces_twoInThePhoto_boxesToChooseFrom() throws IOException {
    BufferedImage two = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
    two.getGraphics().drawImage(DrawnCamera.portrait(360), 0, 0, null);
    two.getGraphics().drawImage(DrawnCamera.portrait(260), 370, 60, null);
    choosePhoto(jpeg(two));
    Locator boxes = page.locator("#faces button");
    assertThat(boxes.count()).isEqualTo(2);
    screenshot("faces-light");
    boxes.nth(1).click();
    assertThat(boxes.nth(1).getAttribute("aria-pressed")).isEqualTo("true");
    startCamera();
    Image before = Image.of(two);
    double left = 0;
    double right = 0;
    for (int i = 0; i < 6; i++) {
      waitForFrames(3);
      Image now = shown();
      left = Math.max(left, difference(before.crop(60, 40, 240, 280), now.crop(60, 40, 240, 280)));
      right =
          Math.max(right, difference(before.crop(400, 90, 200, 200), now.crop(400, 90, 200, 200)));
    }
    assertThat(right).isGreaterThan(left);
    assertThat(errors).isEmpty();
  }

  @Test
  void problems_inWordsWithARemedy() throws IOException {
    choosePhoto(photo);
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject("
            + "new DOMException('busy', 'NotReadableError')); }");
    page.locator("#camera").click();
    page.locator("#notice").waitFor();
    assertThat(page.locator("#notice-text").textContent())
        .contains("used by another program", "Close that");
    page.locator("#photo")
        .setInputFiles(
            new FilePayload("note.jpg", "image/jpeg", "text".getBytes(StandardCharsets.UTF_8)));
    page.waitForCondition(
        () -> page.locator("#notice-text").textContent().contains("JPEG, PNG or WebP"));
    page.locator("#photo")
        .setInputFiles(
            new FilePayload(
                "grey.jpg",
                "image/jpeg",
                jpeg(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB))));
    page.waitForCondition(
        () -> page.locator("#notice-text").textContent().contains("No face was found"));
  }

  @Test
  void reconnect_serverStartedAnew_movesAgainByItself() throws IOException {
    choosePhoto(photo);
    startCamera();
    int port = server.port();
    server.close();
    page.waitForCondition(() -> page.locator("#status").textContent().equals("Reconnecting"));
    server = start(port);
    page.waitForCondition(
        () -> page.locator("#status").textContent().equals("Live"),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
    waitForFrames(3);
  }

  @Test
  void layout_phoneToDesktopLightAndDark_nothingBesideTheScreen() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int[] size : new int[][] {{360, 740}, {820, 1100}, {1440, 900}}) {
        context.close();
        page = open(size[0], size[1], scheme);
        String name = size[0] + "-" + scheme.name().toLowerCase(Locale.ROOT);
        screenshot("start-" + name);
        assertNothingBeside(size[0]);
        page.locator("#try").click();
        waitForFrames(12);
        screenshot("live-" + name);
        assertNothingBeside(size[0]);
        page.locator("#tab-video").click();
        assertNothingBeside(size[0]);
      }
    }
    assertThat(errors).isEmpty();
  }

  private void assertNothingBeside(int width) {
    assertThat(((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(width);
  }

  private static double difference(Image a, Image b) {
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
