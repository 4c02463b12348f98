package io.github.reenact.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import io.github.reenact.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Drop, mirror, comparison, full screen, and all of it without a mouse. */
class ControlsTest extends InBrowser {
  private static final int MAX_TABS = 60;

  @Test
  void mirror_onForTheCamera_leftAndRightAreSwappedOnTheScreenAlone() throws IOException {
    choosePhoto(jpeg(redAtTheLeft()));
    startCamera();
    page.locator("#set-strength").fill("0");
    waitForFrames(4);
    assertPressed("mirror", true);
    assertThat(redness(0)).isLessThan(20);
    assertThat(redness(1)).isGreaterThan(60);
    assertThat(transform("#driver")).startsWith("matrix(-1");

    page.keyboard().press("m");
    assertPressed("mirror", false);
    assertThat(redness(0)).isGreaterThan(60);
    assertThat(redness(1)).isLessThan(20);
    assertThat(transform("#driver")).isEqualTo("none");

    // A film is no mirror.
    page.locator("#mirror").click();
    page.locator("#sample-clip").click();
    waitForFrames(4);
    assertPressed("mirror", false);
    assertThat(redness(0)).isGreaterThan(60);
    assertThat(errors).isEmpty();
  }

  private static BufferedImage redAtTheLeft() {
    BufferedImage image = DrawnCamera.portrait(512);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.RED);
    g.fillRect(0, 0, 64, 512);
    g.dispose();
    return image;
  }

  /** How much redder than blue the left (0) or right (1) edge of the picture is on the screen. */
  private double redness(int side) throws IOException {
    byte[] png = page.locator("#result").screenshot();
    Image seen = Image.of(ImageIO.read(new ByteArrayInputStream(png)));
    int width = seen.width() / 16;
    int left = side == 0 ? width / 2 : seen.width() - width - width / 2;
    byte[] rgb = seen.crop(left, seen.height() / 4, width, seen.height() / 4).toRgb();
    double sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      sum += (rgb[i] & 0xFF) - (rgb[i + 2] & 0xFF);
    }
    return 3 * sum / rgb.length;
  }

  private String transform(String selector) {
    return (String)
        page.evaluate("s => getComputedStyle(document.querySelector(s)).transform", selector);
  }

  private void assertPressed(String id, boolean pressed) {
    assertThat(page.locator("#" + id).getAttribute("aria-pressed"))
        .isEqualTo(Boolean.toString(pressed));
  }

  @Test
  void compare_driverBesideTheResult_bothLargeAndMoving() {
    choosePhoto(photo);
    startCamera();
    BoundingBox corner = box("#driver");
    assertThat(corner.width).isLessThan(box("#stage").width / 3);
    page.locator("#compare").click();
    assertPressed("compare", true);
    BoundingBox stage = box("#stage");
    BoundingBox result = box("#result");
    BoundingBox driver = box("#driver");
    assertThat(result.x + result.width).isLessThanOrEqualTo(driver.x + 1);
    for (BoundingBox half : new BoundingBox[] {result, driver}) {
      assertThat(half.width).isGreaterThan(0.4 * stage.width);
      assertThat(half.x).isGreaterThanOrEqualTo(stage.x);
      assertThat(half.x + half.width).isLessThanOrEqualTo(stage.x + stage.width + 1);
    }
    double before = number("() => document.getElementById('driver').currentTime");
    waitForFrames(4);
    assertThat(number("() => document.getElementById('driver').currentTime")).isGreaterThan(before);

    page.keyboard().press("c");
    assertPressed("compare", false);
    assertThat(box("#driver").width).isEqualTo(corner.width);
    assertThat(errors).isEmpty();
  }

  private BoundingBox box(String selector) {
    return page.locator(selector).boundingBox();
  }

  private double number(String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  @Test
  void fullScreen_pictureFillsTheScreenAndGoesOn() {
    choosePhoto(photo);
    startCamera();
    page.locator("#full").click();
    page.waitForFunction("() => document.fullscreenElement?.id === 'stage'");
    waitForFrames(4);
    assertThat(number("() => document.getElementById('result').clientHeight / innerHeight"))
        .isGreaterThan(0.95);
    page.keyboard().press("c");
    assertPressed("compare", true);
    page.keyboard().press("f");
    page.waitForFunction("() => document.fullscreenElement === null");
    waitForFrames(2);

    page.evaluate("() => { Element.prototype.requestFullscreen = () => Promise.reject(); }");
    page.locator("#full").click();
    page.locator("#notice").waitFor();
    assertThat(page.locator("#notice-text").textContent()).contains("full screen");
    assertThat(errors).isEmpty();
  }

  @Test
  void drop_photoFromADesktop_isTakenOnceTheLineOnConsentIsTicked() throws IOException {
    Path file = Files.write(temporary.resolve("dropped.jpg"), photo);
    drag(file);
    assertThat(page.locator("#drop.over").count()).isEqualTo(1);
    drop(file);
    page.locator("#notice").waitFor();
    assertThat(page.locator("#notice-text").textContent()).contains("tick the line on consent");
    assertThat(focused()).isEqualTo("consent");
    assertThat(page.locator("#camera").isDisabled()).isTrue();
    assertThat(page.locator("#drop.over").count()).isZero();

    page.keyboard().press("Space");
    drag(file);
    drop(file);
    page.waitForCondition(() -> page.locator("#camera").isEnabled());
    assertThat(page.locator("#notice").isHidden()).isTrue();
    assertThat(page.locator("#stage[data-empty]").count()).isZero();

    Path text = Files.writeString(temporary.resolve("dropped.txt"), "no picture");
    drag(text);
    drop(text);
    page.locator("#notice").waitFor();
    assertThat(page.locator("#notice-text").textContent()).contains("JPEG, PNG or WebP");
    assertThat(page.url()).isEqualTo(server.address());
    assertThat(errors).isEmpty();
  }

  private void drag(Path file) {
    dragEvent("dragEnter", file);
    dragEvent("dragOver", file);
  }

  private void drop(Path file) {
    dragEvent("drop", file);
  }

  /** As the desktop does it: the browser itself would open the file if the page let it. */
  private void dragEvent(String type, Path file) {
    JsonArray files = new JsonArray();
    files.add(file.toString());
    JsonObject data = new JsonObject();
    data.add("items", new JsonArray());
    data.add("files", files);
    data.addProperty("dragOperationsMask", 1);
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.addProperty("x", 400);
    event.addProperty("y", 400);
    event.add("data", data);
    CDPSession session = context.newCDPSession(page);
    session.send("Input.dispatchDragEvent", event);
    session.detach();
  }

  private String focused() {
    return (String) page.evaluate("() => document.activeElement.id");
  }

  /** Moves the focus on; wherever it stops can be seen. */
  private void tabTo(String id) {
    for (int i = 0; i < MAX_TABS; i++) {
      page.keyboard().press("Tab");
      String at = focused();
      if (page.locator("*:focus").count() > 0) {
        assertThat(page.evaluate(FOCUS_IS_SEEN)).as("focus on " + at).isEqualTo(true);
      }
      if (at.equals(id)) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + id);
  }

  /** An outline of the control itself, or of what stands for a hidden file input. */
  private static final String FOCUS_IS_SEEN =
      """
      () => {
        const e = document.activeElement;
        const outlined = x => x && getComputedStyle(x).outlineStyle !== 'none';
        return e.type === 'file'
            ? outlined(e.nextElementSibling) || e.closest('.drop') !== null
            : outlined(e);
      }
      """;

  /** On a busy machine Chromium now and then opens no dialog for the first key. */
  private FileChooser openedByEnter() {
    Page.WaitForFileChooserOptions patience =
        new Page.WaitForFileChooserOptions().setTimeout(15_000);
    for (int i = 0; i < 3; i++) {
      try {
        return page.waitForFileChooser(patience, () -> page.keyboard().press("Enter"));
      } catch (TimeoutError e) {
        assertThat(focused()).isEqualTo("photo");
      }
    }
    return page.waitForFileChooser(() -> page.keyboard().press("Enter"));
  }

  @Test
  void keyboard_alone_fromThePhotoToTheRecording() {
    page.keyboard().press("Tab");
    assertThat(page.evaluate("() => document.activeElement.textContent"))
        .isEqualTo("Skip to the controls");
    page.keyboard().press("Enter");
    tabTo("consent");
    page.keyboard().press("Space");
    tabTo("photo");
    FileChooser chooser = openedByEnter();
    chooser.setFiles(new FilePayload("me.jpg", "image/jpeg", photo));
    page.waitForCondition(() -> page.locator("#camera").isEnabled());
    tabTo("camera");
    page.keyboard().press("Enter");
    waitForFrames(3);
    tabTo("set-strength");
    page.keyboard().press("Home");
    Locator strength = page.locator("#set-strength");
    assertThat(strength.getAttribute("aria-valuetext")).isEqualTo("0 %");
    page.keyboard().press("ArrowRight");
    assertThat(strength.getAttribute("aria-valuetext")).isEqualTo("5 %");
    page.keyboard().press("m");
    assertPressed("mirror", false);
    tabTo("reset");
    page.keyboard().press("Enter");
    assertThat(strength.getAttribute("aria-valuetext")).isEqualTo("100 %");

    tabTo("record");
    page.keyboard().press("Enter");
    waitForFrames(6);
    page.keyboard().press("r");
    page.locator("#notice-link").waitFor();
    tabTo("letters");
    page.keyboard().press("Space");
    page.keyboard().press("m");
    assertPressed("mirror", false);
    tabTo("notice-link");
    tabTo("notice-close");
    page.keyboard().press("Enter");
    assertThat(focused()).isEqualTo("panel");
    tabTo("tab-live");
    page.keyboard().press("ArrowRight");
    assertThat(focused()).isEqualTo("tab-video");
    assertThat(page.locator("#view-video").isVisible()).isTrue();
    assertThat(errors).isEmpty();
  }
}
