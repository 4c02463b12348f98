package io.github.reenact.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.portrait.SamplePortrait;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

class LiveSessionTest {
  private static final Image PHOTO = Uploads.fitted(SamplePortrait.draw(), 320);

  private static final Recordings NO_RECORDINGS =
      new Recordings() {
        @Override
        public Recorder start(String id) {
          throw new AssertionError(id);
        }

        @Override
        public void keep(String id) {
          throw new AssertionError(id);
        }
      };

  /** A client that takes nothing until it is told to. */
  private static final class SlowClient {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final BlockingQueue<Double> frames = new LinkedBlockingQueue<>();
    final List<Integer> closed = new CopyOnWriteArrayList<>();
    final List<Callback> waiting = new CopyOnWriteArrayList<>();

    final Session socket =
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, args) -> {
                  switch (method.getName()) {
                    case "sendText" -> {
                      texts.add((String) args[0]);
                      waiting.add((Callback) args[1]);
                    }
                    case "sendBinary" -> {
                      waiting.add((Callback) args[1]);
                      frames.add(((ByteBuffer) args[0]).getDouble(0));
                    }
                    case "close" -> closed.add((Integer) args[0]);
                    case "isOpen" -> {
                      return true;
                    }
                    default -> throw new AssertionError(method);
                  }
                  return null;
                });

    void take() {
      List<Callback> taken = List.copyOf(waiting);
      waiting.clear();
      taken.forEach(Callback::succeed);
    }

    long statistics() {
      return texts.stream()
          .filter(
              t ->
                  JsonParser.parseString(t)
                      .getAsJsonObject()
                      .get("type")
                      .getAsString()
                      .equals("statistics"))
          .count();
    }
  }

  private static ByteBuffer picture(double seconds) {
    byte[] jpeg = TestServer.PHOTO;
    return ByteBuffer.allocate(Double.BYTES + jpeg.length).putDouble(seconds).put(jpeg).flip();
  }

  /** Pushes pictures until so many frames have been made, whether they were sent or not. */
  private static double push(LiveSession session, Metrics metrics, int frames, double from)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    double seconds = from;
    while (made(metrics) < frames) {
      assertThat(System.nanoTime()).isLessThan(end);
      seconds += 0.04;
      session.picture(picture(seconds));
      Thread.sleep(20);
    }
    return seconds;
  }

  private static double made(Metrics metrics) {
    return metrics
        .scrape()
        .lines()
        .filter(l -> l.startsWith("reenact_live_frames_total"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void show_clientThatDoesNotRead_twoFramesAndOneStatisticsOnTheWay() throws Exception {
    SlowClient client = new SlowClient();
    try (Metrics metrics = new Metrics(() -> 1, () -> 0);
        Reenactor reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
        LiveSession session =
            new LiveSession(
                client.socket, reenactor.open(PHOTO), metrics, NO_RECORDINGS, System::nanoTime)) {
      double last = push(session, metrics, 8, 0);
      for (int i = 0; i < 5; i++) {
        session.tick();
      }
      assertThat(client.frames).hasSize(2);
      assertThat(client.statistics()).isEqualTo(1);
      assertThat(metrics.scrape()).contains("reenact_live_dropped_total");

      // Once it reads again it gets what is new, and not what it missed.
      client.take();
      client.frames.clear();
      push(session, metrics, 12, last);
      assertThat(client.frames.poll(10, TimeUnit.SECONDS)).isGreaterThan(last - 0.2);
      session.tick();
      assertThat(client.statistics()).isEqualTo(2);
    }
  }

  @Test
  void tick_noPictureForTwoMinutes_endsTheSession() throws IOException {
    AtomicLong clock = new AtomicLong();
    SlowClient client = new SlowClient();
    try (Metrics metrics = new Metrics(() -> 1, () -> 0);
        Reenactor reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
        LiveSession session =
            new LiveSession(
                client.socket, reenactor.open(PHOTO), metrics, NO_RECORDINGS, clock::get)) {
      clock.set(TimeUnit.SECONDS.toNanos(100));
      session.picture(picture(1));
      clock.set(TimeUnit.SECONDS.toNanos(219));
      session.tick();
      assertThat(client.closed).isEmpty();
      clock.set(TimeUnit.SECONDS.toNanos(221));
      session.tick();
      assertThat(client.closed).containsExactly(1001);
    }
  }
}
