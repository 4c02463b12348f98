package io.github.reenact.server.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotType;
import io.github.reenact.Image;
import io.github.reenact.media.PhotoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the server and its page with the default models, on a photo and a clip that are drawn.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests -pl examples/server-browser -am package
 * java -cp examples/server-browser/target/test-classes:$(cat examples/server-browser/target/classpath.txt) \
 *     io.github.reenact.server.browser.Measurements page
 * }</pre>
 *
 * <p>They are {@code page}: a camera's picture until its frame is drawn in the browser; {@code
 * server}: the same for a client that only counts; {@code two}: two such clients at once; {@code
 * load}: when the page is first painted, and how large it is; {@code memory}: what the server keeps
 * after many frames and sessions, whose numbers may follow. {@code picture} measures nothing: it
 * takes the picture of the page for the documentation.
 */
final class Measurements {
  private static final int WARM_UP_SECONDS = 10;
  private static final int SECONDS = 40;
  private static final int LOADS = 9;
  private static final int PHOTO = 512;

  private Measurements() {}

  /**
   * Runs.
   *
   * @param args what to measure
   */
  public static void main(String[] args) throws Exception {
    String what = args.length == 0 ? "" : args[0];
    switch (what) {
      case "page" -> page();
      case "server" -> server();
      case "two" -> two();
      case "load" -> load();
      case "memory" ->
          memory(
              args.length > 1 ? Integer.parseInt(args[1]) : 10_000,
              args.length > 2 ? Integer.parseInt(args[2]) : 200);
      case "picture" -> picture(Path.of(args[1]));
      default -> {
        System.err.println("page, server, two, load, memory [FRAMES SESSIONS], or picture FILE");
        System.exit(2);
      }
    }
  }

  private static byte[] photo(boolean blue) throws IOException {
    Image drawn = Image.of(DrawnCamera.portrait(PHOTO));
    byte[] rgb = drawn.toRgb();
    for (int i = 0; blue && i < rgb.length; i += 3) {
      byte red = rgb[i];
      rgb[i] = rgb[i + 2];
      rgb[i + 2] = red;
    }
    return PhotoWriter.jpeg(Image.of(PHOTO, PHOTO, rgb), 0.95f);
  }

  private static void server() throws Exception {
    List<byte[]> driver = DrawnCamera.sent();
    try (ServerProcess server = ServerProcess.start();
        CountingClient client =
            CountingClient.open(
                server.http, server.uri(""), server.portrait(photo(false)), driver)) {
      client.film(WARM_UP_SECONDS);
      System.out.println("server alone: " + client.film(SECONDS));
    }
  }

  private static void two() throws Exception {
    List<byte[]> driver = DrawnCamera.sent();
    try (ServerProcess server = ServerProcess.start();
        CountingClient a =
            CountingClient.open(
                server.http, server.uri(""), server.portrait(photo(false)), driver);
        CountingClient b =
            CountingClient.open(
                server.http, server.uri(""), server.portrait(photo(true)), driver)) {
      Thread other =
          new Thread(
              () -> {
                try {
                  b.film(WARM_UP_SECONDS);
                  System.out.println("second session: " + b.film(SECONDS));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      other.start();
      a.film(WARM_UP_SECONDS);
      System.out.println("first session: " + a.film(SECONDS));
      other.join();
      System.out.println("person of the first session, which is red: " + a.colours());
      System.out.println("person of the second session, which is blue: " + b.colours());
    }
  }

  private static void memory(int frames, int sessions) throws Exception {
    List<byte[]> driver = DrawnCamera.sent();
    try (ServerProcess server = ServerProcess.start()) {
      String portrait = server.portrait(photo(false));
      double first;
      try (CountingClient client =
          CountingClient.open(server.http, server.uri(""), portrait, driver)) {
        client.frames(1000);
        first = server.resident();
        print("after 1000 frames", first, first);
        for (int i = 0; i < 5; i++) {
          client.frames(frames / 5);
          print("after " + (i + 1) * (frames / 5) + " more", server.resident(), first);
        }
      }
      for (int i = 1; i <= sessions; i++) {
        try (CountingClient client =
            CountingClient.open(server.http, server.uri(""), portrait, driver)) {
          client.frames(3);
        }
        if (i % Math.max(1, sessions / 5) == 0) {
          print("after " + i + " sessions", server.resident(), first);
        }
      }
    }
  }

  private static void print(String when, double resident, double first) {
    System.out.printf(
        Locale.ROOT, "%s: %.0f MB resident, grown by %.0f MB%n", when, resident, resident - first);
  }

  private static void page() throws Exception {
    Path camera = Files.createTempFile("reenact-camera", ".y4m");
    DrawnCamera.writeY4m(camera);
    try (ServerProcess server = ServerProcess.start();
        Playwright playwright = InBrowser.playwright();
        Browser browser = InBrowser.launch(playwright, camera);
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        Page page = context.newPage()) {
      page.navigate(server.address());
      page.evaluate(
          """
          () => {
            window.latencies = [];
            new PerformanceObserver(list => list.getEntriesByName('reenact-frame')
                .forEach(e => window.latencies.push(e.duration))).observe({type: 'measure'});
          }
          """);
      page.locator("#consent").check();
      page.locator("#photo").setInputFiles(new FilePayload("me.jpg", "image/jpeg", photo(false)));
      page.waitForCondition(() -> page.locator("#camera").isEnabled());
      page.locator("#camera").click();
      page.waitForTimeout(1000.0 * WARM_UP_SECONDS);
      page.evaluate("() => { window.latencies = []; }");
      long start = System.nanoTime();
      int pictures = pictures(page);
      page.waitForTimeout(1000.0 * SECONDS);
      double seconds = (System.nanoTime() - start) / 1e9;
      Latencies latencies = new Latencies();
      latencies.over(seconds);
      for (Object latency : (List<?>) page.evaluate("() => window.latencies")) {
        latencies.add(((Number) latency).doubleValue());
      }
      System.out.printf(
          Locale.ROOT, "camera: %.1f pictures a second%n", (pictures(page) - pictures) / seconds);
      System.out.println("camera to canvas: " + latencies);
      System.out.println("the page says: " + page.locator("#meter").textContent());
      System.out.println("and: " + page.locator("#counts").textContent());
    } finally {
      Files.delete(camera);
    }
  }

  private static int pictures(Page page) {
    String count =
        "() => document.getElementById('driver').getVideoPlaybackQuality().totalVideoFrames";
    return ((Number) page.evaluate(count)).intValue();
  }

  private static void load() throws Exception {
    double[] first = new double[LOADS];
    try (ServerProcess server = ServerProcess.start();
        Playwright playwright = InBrowser.playwright();
        Browser browser = InBrowser.launch(playwright, Path.of("none.y4m"))) {
      for (int i = 0; i < LOADS; i++) {
        try (BrowserContext context = browser.newContext();
            Page page = context.newPage()) {
          page.navigate(server.address());
          page.waitForFunction(
              "() => performance.getEntriesByName('first-contentful-paint').length > 0");
          first[i] =
              ((Number)
                      page.evaluate(
                          "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                  .doubleValue();
          if (i == 0) {
            System.out.println("bytes without samples: " + page.evaluate(InBrowser.BYTES));
          }
        }
      }
    }
    Arrays.sort(first);
    System.out.printf(
        Locale.ROOT,
        "first paint: median %.0f ms, longest %.0f ms of %d%n",
        first[LOADS / 2],
        first[LOADS - 1],
        LOADS);
  }

  private static void picture(Path file) throws Exception {
    try (ServerProcess server = ServerProcess.start();
        Playwright playwright = InBrowser.playwright();
        Browser browser = InBrowser.launch(playwright, Path.of("none.y4m"));
        BrowserContext context =
            browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        Page page = context.newPage()) {
      page.navigate(server.address());
      page.locator("#try").click();
      page.waitForFunction("() => document.getElementById('result').dataset.frames > 150");
      // Where the drawn head turns.
      page.waitForFunction(
          "() => document.getElementById('driver').currentTime % 6 > 1.2"
              + " && document.getElementById('driver').currentTime % 6 < 1.7");
      page.screenshot(
          new Page.ScreenshotOptions().setPath(file).setType(ScreenshotType.JPEG).setQuality(80));
    }
  }
}
