package io.github.reenact.server;

import io.github.reenact.Reenactor;
import io.github.reenact.cli.DetectorOptions;
import io.github.reenact.cli.DeviceOption;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.TranslatorOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact serve}: the live page and the service. */
@Command(
    name = "serve",
    description = {
      "Start the live page and the service: a photo moves as you do, in the browser.",
      "",
      "Prints the address of the page; Ctrl-C ends it. Only this machine can reach it, unless --host"
          + " names another address. Pictures stay on the machine that runs this command."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
  /** The password of the keystore is read from here: other users can see the command line. */
  private static final String PASSWORD = "REENACT_TLS_PASSWORD";

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + ReenactServer.Builder.DEFAULT_PORT,
      description = "The port; 0 chooses a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = ReenactServer.Builder.DEFAULT_HOST,
      description =
          "The address to listen on. Other than on loopback addresses, clients need a"
              + " token. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description =
          "The token that clients must send: 16 or more letters, digits, - and _."
              + " Default: none on loopback addresses, else a random one, which is printed.")
  private @Nullable String token;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "Speak HTTPS with the certificate in this PKCS #12 or JKS file, whose password is in $"
              + PASSWORD
              + ". Browsers give the camera to pages from other machines over HTTPS only.")
  private @Nullable Path keystore;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where files are kept; results of jobs in it are kept when the server ends."
              + " Default: a temporary folder, deleted at the end.")
  private @Nullable Path state;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Live sessions at once. Default: 4.")
  private @Nullable Integer sessions;

  @Mixin private TranslatorOption translator;

  @Mixin private DeviceOption device;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    err.println("reenact: loading the models");
    err.flush();
    try (Reenactor reenactor = reenactor();
        ReenactServer server = builder(reenactor).start()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.address());
      out.flush();
      if (server.token().isPresent() && keystore == null && !Guard.isLoopback(host)) {
        err.println(
            "reenact: without --tls-keystore others on the network can see pictures and token,"
                + " and browsers there do not give the page a camera");
      }
      err.println("reenact: serving; Ctrl-C ends it");
      err.flush();
      // Until the interrupt that Ctrl-C gives.
      new CountDownLatch(1).await();
    }
    return ExitCodes.OK;
  }

  private Reenactor reenactor() {
    Reenactor.Builder builder = Reenactor.builder().device(device.device());
    translator.applyTo(builder);
    detection.configure(builder);
    return builder.build();
  }

  private ReenactServer.Builder builder(Reenactor reenactor) {
    try {
      ReenactServer.Builder builder = ReenactServer.builder(reenactor).host(host).port(port);
      if (token != null) {
        builder.token(token);
      }
      if (keystore != null) {
        @Nullable String password = System.getenv(PASSWORD);
        builder.tls(new ReenactServer.Tls(keystore, password == null ? "" : password));
      }
      if (state != null) {
        builder.state(state);
      }
      if (sessions != null) {
        Limits d = Limits.DEFAULT;
        builder.limits(new Limits(d.uploads(), sessions, d.queue(), d.filesPerClient(), d.keep()));
      }
      return builder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
