package io.github.reenact.server.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code reenact serve} in a process of its own, so that its memory can be measured. Linux only.
 */
final class ServerProcess implements AutoCloseable {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  private final Process process;
  private final String address;
  final HttpClient http = HttpClient.newHttpClient();

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts with the default models, and a heap whose size does not change. */
  static ServerProcess start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.resolve("java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-Djava.awt.headless=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.github.reenact.cli.Main", "serve", "--port", "0"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String address = out.readLine();
    if (address == null) {
      throw new IOException("the server has not started");
    }
    return new ServerProcess(process, address);
  }

  String address() {
    return address;
  }

  URI uri(String path) {
    return URI.create(address + path);
  }

  /** Sends a photo; its name. */
  String portrait(byte[] jpeg) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("api/v1/portraits"))
            .header("Content-Type", "image/jpeg")
            .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
            .build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonObject portrait = JsonParser.parseString(body).getAsJsonObject();
    System.out.println("photo: " + portrait.get("width") + " px; faces " + portrait.get("faces"));
    return portrait.get("id").getAsString();
  }

  /** What of the process is in memory after a garbage collection, in megabytes. */
  double resident() throws IOException, InterruptedException {
    Process collection =
        new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new IOException("jcmd could not ask for a garbage collection");
    }
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server does not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
