package io.github.reenact.media;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Media that the tests make themselves. */
public final class TestMedia {
  private TestMedia() {}

  /** A smooth picture with a bright disc at a place that the frame number moves. */
  public static Image picture(int width, int height, int frame) {
    byte[] rgb = new byte[width * height * 3];
    double cx = width * (0.3 + 0.02 * frame);
    double cy = height * 0.5;
    double r = 0.15 * Math.min(width, height);
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double inside = Math.max(0, Math.min(1, r - Math.hypot(x - cx, y - cy) + 0.5));
        rgb[o++] = (byte) Math.round(60 + 100.0 * x / width * (1 - inside) + 120 * inside);
        rgb[o++] = (byte) Math.round(80 + 80.0 * y / height * (1 - inside) + 60 * inside);
        rgb[o++] = (byte) Math.round(150 - 90.0 * x / width * (1 - inside) - 50 * inside);
      }
    }
    return Image.of(width, height, rgb);
  }

  /** One colour. */
  public static Image plain(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return Image.of(width, height, rgb);
  }

  /** A video of {@link #picture}s. */
  public static Path video(Path file, int width, int height, int frames, FrameRate rate)
      throws IOException {
    try (VideoWriter writer = VideoWriter.builder(file).size(width, height).rate(rate).open()) {
      for (int i = 0; i < frames; i++) {
        writer.write(picture(width, height, i));
      }
      writer.finish();
    }
    return file;
  }

  /** A WAV file with a sine tone: 16 bits, one channel. */
  public static Path tone(Path file, double seconds, int sampleRate, double hertz)
      throws IOException {
    int n = (int) (seconds * sampleRate);
    ByteBuffer b = ByteBuffer.allocate(44 + 2 * n).order(ByteOrder.LITTLE_ENDIAN);
    b.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * n);
    b.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    b.putShort((short) 1).putShort((short) 1).putInt(sampleRate).putInt(2 * sampleRate);
    b.putShort((short) 2).putShort((short) 16);
    b.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * n);
    for (int i = 0; i < n; i++) {
      b.putShort((short) Math.round(12_000 * Math.sin(2 * Math.PI * hertz * i / sampleRate)));
    }
    return Files.write(file, b.array());
  }

  /** Peak signal-to-noise ratio in dB. */
  public static double psnr(Image a, Image b) {
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double d = (x[i] & 255) - (y[i] & 255);
      sum += d * d;
    }
    return sum == 0 ? 100 : 10 * Math.log10(255 * 255 / (sum / x.length));
  }
}
