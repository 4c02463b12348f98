package io.github.reenact.server.browser;

import static java.util.Objects.requireNonNull;

import io.github.reenact.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A client of a live session that counts frames, and looks at one of twenty. */
final class CountingClient implements WebSocket.Listener, AutoCloseable {
  private static final int LOOK = 20;
  private static final int PATIENCE_SECONDS = 60;

  private final List<byte[]> driver;
  private final Semaphore came = new Semaphore(0);
  private final Latencies latencies = new Latencies();
  private ByteBuffer message = ByteBuffer.allocate(4 << 20);
  private @Nullable WebSocket socket;
  private int pushed;
  private int received;
  private int red;
  private int blue;

  private CountingClient(List<byte[]> driver) {
    this.driver = driver;
  }

  static CountingClient open(HttpClient http, URI server, String portrait, List<byte[]> driver) {
    CountingClient client = new CountingClient(driver);
    URI uri =
        URI.create(
            server.toString().replaceFirst("http", "ws") + "api/v1/live?portrait=" + portrait);
    client.socket = http.newWebSocketBuilder().buildAsync(uri, client).join();
    return client;
  }

  private WebSocket socket() {
    return requireNonNull(socket);
  }

  private void push() {
    byte[] jpeg = driver.get(pushed++ % driver.size());
    ByteBuffer next = ByteBuffer.allocate(Double.BYTES + jpeg.length);
    next.putDouble(System.nanoTime() / 1e9).put(jpeg).flip();
    socket().sendBinary(next, true).join();
  }

  /** Sends pictures as a camera of 25 a second does; what comes back in that time is counted. */
  Latencies film(int seconds) throws InterruptedException {
    latencies.clear();
    long start = System.nanoTime();
    for (int i = 0; i < 25 * seconds; i++) {
      TimeUnit.NANOSECONDS.sleep(start + i * 40_000_000L - System.nanoTime());
      push();
    }
    latencies.over((System.nanoTime() - start) / 1e9);
    return latencies;
  }

  /** Sends pictures as fast as they are worked on, until so many frames have come. */
  void frames(int count) throws InterruptedException {
    came.drainPermits();
    push();
    for (int i = 0; i < count; i += 1 + came.drainPermits()) {
      push();
      // A picture that came too late, or is replaced by a newer one, gives no frame.
      for (int waited = 0; !came.tryAcquire(1, TimeUnit.SECONDS); waited++) {
        if (waited == PATIENCE_SECONDS) {
          throw new IllegalStateException("no frame for " + PATIENCE_SECONDS + " s");
        }
        push();
      }
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    message.put(data);
    if (last) {
      message.flip();
      latencies.add((System.nanoTime() / 1e9 - message.getDouble()) * 1000);
      if (received++ % LOOK == 0) {
        look(Arrays.copyOfRange(message.array(), Double.BYTES + Float.BYTES, message.limit()));
      }
      message.clear();
      came.release();
    }
    from.request(1);
    return null;
  }

  private void look(byte[] jpeg) {
    try {
      byte[] rgb = Image.of(ImageIO.read(new ByteArrayInputStream(jpeg))).toRgb();
      long redness = 0;
      for (int i = 0; i < rgb.length; i += 3) {
        redness += (rgb[i] & 0xFF) - (rgb[i + 2] & 0xFF);
      }
      if (redness > 0) {
        red++;
      } else {
        blue++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many of the frames looked at are more red than blue, and the others. */
  String colours() {
    return red + " red, " + blue + " blue";
  }

  @Override
  public void close() {
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").handle((done, e) -> done).join();
    socket().abort();
  }
}
