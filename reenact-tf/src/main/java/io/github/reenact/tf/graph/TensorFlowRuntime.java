package io.github.reenact.tf.graph;

import io.github.reenact.BackendMissingException;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.NativeThreads;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;

/** Loads TensorFlow and opens sessions. */
public final class TensorFlowRuntime {
  /**
   * Name of the system property that says what TensorFlow's native library may write to standard
   * error: {@code errors} (the default) or {@code all}. It is read when the library is loaded.
   */
  public static final String LOG_PROPERTY = NativeLog.PROPERTY;

  /**
   * The environment variable by which TensorFlow gives each session its own threads; there is no
   * other setting.
   */
  private static final String OWN_THREADS = "TF_OVERRIDE_GLOBAL_THREADPOOL";

  private static final DeviceSpec GPU =
      DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(0).build();

  /** The type of an operation that only a graph has in which convolutions are trained. */
  private static final String CONVOLUTION_GRADIENT = "Conv2DBackpropFilter";

  private static final ReentrantLock ONE_RUN = new ReentrantLock();

  private TensorFlowRuntime() {}

  /**
   * Loads TensorFlow's native library, once.
   *
   * @throws BackendMissingException if it is not there or cannot be loaded
   */
  public static void load() {
    try {
      NativeLog.setLevel();
      setOwnThreads();
      TensorFlow.version();
      FirstRun.run();
    } catch (LinkageError e) {
      throw new BackendMissingException(
          "TensorFlow's native library cannot be loaded ("
              + e.getMessage()
              + "); add org.tensorflow:tensorflow-core-native with the classifier of this platform,"
              + " for example linux-x86_64",
          e);
    }
  }

  /**
   * Whether each session of this process computes with its own threads, as many as it asks for. By
   * default TensorFlow has one pool of threads for all. With two of them a session that asks for
   * one computes with both, which wake each other up: in FD-GAN, and still more in its training,
   * that costs more time than the second thread saves.
   */
  static boolean hasOwnThreads() {
    return setOwnThreads()
        .map(set -> set.equals("1") || set.equalsIgnoreCase("true"))
        .orElse(false);
  }

  /** Sets what the library reads when it is loaded; the value that holds then. */
  private static Optional<String> setOwnThreads() {
    return NativeEnvironment.add(OWN_THREADS, "1");
  }

  /**
   * The first run of a graph in this process, about which TensorFlow logs. Where sessions have no
   * {@linkplain #hasOwnThreads() own} threads it also decides how many threads there are for all of
   * them, however many a later session asks for: if that were a small network's, all others would
   * have to do with its threads.
   */
  private static final class FirstRun {
    static {
      try (Graph graph = new Graph();
          Session session = new Session(graph, config(Device.CPU, NativeThreads.translator()))) {
        Ops tf = Ops.create(graph);
        Constant<TFloat32> one = tf.constant(1f);
        NativeLog.errorsOnly(() -> session.runner().fetch(one).run()).close();
      }
    }

    private FirstRun() {}

    /** Does it, the first time. */
    static void run() {
      // by loading this class
    }
  }

  /**
   * Runs a graph, after every other one that this process runs in this way. TensorFlow's kernels on
   * oneDNN keep state between runs that two at once spoil: frames come out wrong now and then, or
   * the process crashes (seen with TensorFlow 2.18 in {@code CreateAndExecuteReorder}). Since a run
   * uses all processors anyway, waiting costs next to nothing.
   */
  public static Result run(Session.Runner runner) {
    ONE_RUN.lock();
    try {
      return runner.run();
    } finally {
      ONE_RUN.unlock();
    }
  }

  /**
   * Checks that a device is there.
   *
   * @throws BackendMissingException if TensorFlow sees no GPU although one was asked for
   */
  public static void require(Device device) {
    load();
    if (device == Device.GPU && gpus() == 0) {
      throw new BackendMissingException(
          "TensorFlow sees no GPU; --device gpu takes an NVIDIA GPU with CUDA 12 and cuDNN 9, and"
              + " org.tensorflow:tensorflow-core-native with the classifier linux-x86_64-gpu in"
              + " place of linux-x86_64");
    }
  }

  private static int gpus() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      // A constant pinned to a GPU cannot be placed where there is none.
      try (var ignored = session.runner().fetch(tf.withDevice(GPU).constant(1f)).run()) {
        return ignored.size();
      }
    } catch (org.tensorflow.exceptions.TensorFlowException | IllegalArgumentException e) {
      // TensorFlow Java reports an invalid argument as a subclass of the latter.
      return 0;
    }
  }

  /**
   * Opens a session.
   *
   * @param threads that one operation may use; 0 lets TensorFlow choose. Where sessions have no
   *     {@linkplain #hasOwnThreads() own} threads, it is ignored on the CPU
   * @param bfloat16 whether convolutions may compute in bfloat16 (oneDNN): about twice as fast on
   *     processors with AVX512-BF16, slower on others. Ignored where oneDNN is held to instructions
   *     that it has no bfloat16 for: see {@link #hasBfloat16()}
   */
  public static Session open(Graph graph, Device device, int threads, boolean bfloat16) {
    RewriterConfig.Builder rewriter = rewriter(graph);
    if (bfloat16 && hasBfloat16()) {
      rewriter.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    return new Session(
        graph,
        config(device, threads).toBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter))
            .build());
  }

  /**
   * Opens a session on the CPU that computes independent operations concurrently, each with one
   * thread.
   *
   * @param operations at a time, at most
   */
  public static Session openConcurrent(Graph graph, int operations) {
    return new Session(
        graph,
        config(Device.CPU, 1).toBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriter(graph)))
            .setInterOpParallelismThreads(operations)
            .setUsePerSessionThreads(true)
            .build());
  }

  /**
   * How TensorFlow may rewrite a graph before it runs it. Where convolutions are trained, its
   * remapper must not fuse operations: it would replace a bias and the leaky ReLU after it with one
   * operation, although the gradient of the ReLU reads the biased value, too. It finds that out
   * when it is done, logs the error "remapper failed", and leaves the graph as it was (seen with
   * TensorFlow 2.18).
   */
  static RewriterConfig.Builder rewriter(Graph graph) {
    RewriterConfig.Builder rewriter = RewriterConfig.newBuilder();
    Iterator<GraphOperation> operations = graph.operations();
    while (operations.hasNext()) {
      if (operations.next().type().equals(CONVOLUTION_GRADIENT)) {
        return rewriter.setRemapping(RewriterConfig.Toggle.OFF);
      }
    }
    return rewriter;
  }

  /** Whether convolutions can compute in bfloat16 in this process. */
  public static boolean hasBfloat16() {
    return hasBfloat16(System.getenv());
  }

  /**
   * Whether oneDNN may use instructions that it computes bfloat16 with. TensorFlow asks the
   * processor alone; where {@code ONEDNN_MAX_CPU_ISA} holds oneDNN to less than AVX-512, its
   * convolutions of bfloat16 end the process with an illegal instruction.
   *
   * @param environment of the process
   */
  static boolean hasBfloat16(Map<String, String> environment) {
    for (String name : new String[] {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
      String isa = environment.get(name);
      if (isa != null) {
        String known = isa.strip().toUpperCase(Locale.ROOT);
        return !known.startsWith("SSE")
            && !known.equals("AVX")
            && !(known.startsWith("AVX2") && !known.equals("AVX2_VNNI_2"));
      }
    }
    return true;
  }

  private static ConfigProto config(Device device, int threads) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setIntraOpParallelismThreads(threads)
            // Operations follow each other in the thread that calls: sessions run
            // concurrently.
            .setInterOpParallelismThreads(-1)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }
}
