package io.github.reenact.spark;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A standalone cluster of Spark in processes of its own, on loopback. */
final class LoopbackCluster implements AutoCloseable {
  private final Path home;
  private final int port;
  private final List<Process> processes = new ArrayList<>();
  private int killed;

  private LoopbackCluster(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Starts a master and workers of one processor each. */
  static LoopbackCluster start(Path home, int workers) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LoopbackCluster cluster = new LoopbackCluster(Files.createDirectories(home), port);
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry :
        Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      if (entry.endsWith(".jar")) {
        Path jar = Path.of(entry);
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    cluster.run("org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
    cluster.awaitMaster();
    for (int i = 0; i < workers; i++) {
      cluster.run(
          "org.apache.spark.deploy.worker.Worker",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          home.resolve("work" + i).toString(),
          cluster.master());
    }
    return cluster;
  }

  private void run(String main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String p : List.of("java.lang", "java.nio", "java.util", "sun.nio.ch", "java.net")) {
      command.add("--add-opens=java.base/" + p + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectErrorStream(true);
    builder.redirectOutput(home.resolve("log" + processes.size() + ".txt").toFile());
    processes.add(builder.start());
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IOException("the master did not start: " + logs(), e);
        }
        Thread.sleep(100);
      }
    }
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** Kills the last worker and its executors at once, as a power failure would. */
  private synchronized void killWorker() {
    Process worker = processes.get(processes.size() - 1);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();
    killed++;
  }

  /** Starts a thread that kills a worker when a file or folder has appeared. */
  Thread killWorkerOnce(Path appears) {
    Thread killer =
        new Thread(
            () -> {
              try {
                while (!Files.exists(appears)) {
                  Thread.sleep(20);
                }
                killWorker();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    killer.start();
    return killer;
  }

  synchronized int workersKilled() {
    return killed;
  }

  String logs() throws IOException {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < processes.size(); i++) {
      out.append("\n--- log ").append(i).append('\n');
      out.append(Files.readString(home.resolve("log" + i + ".txt")));
    }
    return out.toString();
  }

  @Override
  public void close() {
    for (Process p : processes) {
      p.descendants().forEach(ProcessHandle::destroyForcibly);
      p.destroyForcibly();
      p.onExit().join();
    }
  }
}
