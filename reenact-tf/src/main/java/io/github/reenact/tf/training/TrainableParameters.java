package io.github.reenact.tf.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Parameters;
import io.github.reenact.tf.graph.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Weights as variables of a graph that is trained. The first values depend on the seed and the name
 * alone, so that a change elsewhere in the network leaves them as they are.
 */
public final class TrainableParameters implements Parameters {
  private final Ops tf;
  private final long seed;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(
      Variable<TFloat32> variable,
      Placeholder<TFloat32> value,
      Assign<TFloat32> assign,
      Initializer initializer,
      Shape shape) {}

  /** Variables of one graph. */
  public TrainableParameters(Ops tf, long seed) {
    this.tf = tf;
    this.seed = seed;
  }

  @Override
  public Operand<TFloat32> get(String name, Initializer initializer, long... shape) {
    return variable(name, initializer, shape);
  }

  /** The variable of that name; made when asked for first. */
  public Variable<TFloat32> variable(String name, Initializer initializer, long... shape) {
    Entry known = entries.get(name);
    if (known == null) {
      Variable<TFloat32> v =
          tf.withName(name.replace('/', '.')).variable(Shape.of(shape), TFloat32.class);
      Placeholder<TFloat32> p = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
      known = new Entry(v, p, tf.assign(v, p), initializer, Shape.of(shape));
      entries.put(name, known);
    }
    return known.variable;
  }

  /** The names so far that pass a test, in the order in which they were made. */
  public List<String> names(Predicate<String> test) {
    return entries.keySet().stream().filter(test).toList();
  }

  /** The variable of a known name. */
  public Variable<TFloat32> variable(String name) {
    return entry(name).variable;
  }

  /** The shape of a known name. */
  public long[] shape(String name) {
    return entry(name).shape.asArray();
  }

  private Entry entry(String name) {
    Entry e = entries.get(name);
    if (e == null) {
      throw new IllegalArgumentException("no variable " + name);
    }
    return e;
  }

  /** Gives all variables their first values. */
  public void initialize(Session session) {
    Map<String, NamedArray> first = new LinkedHashMap<>();
    entries.forEach(
        (name, e) -> {
          float[] values = new float[(int) e.shape.size()];
          Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
          for (int i = 0; i < values.length; i++) {
            values[i] =
                e.initializer.constant()
                    + (e.initializer.deviation() == 0
                        ? 0
                        : e.initializer.deviation() * (float) random.nextGaussian());
          }
          first.put(name, new NamedArray(e.shape.asArray(), values));
        });
    load(session, first);
  }

  /**
   * Sets variables, all in one run.
   *
   * @throws IllegalArgumentException if a name is not known or its shape differs
   */
  public void load(Session session, Map<String, NamedArray> values) {
    if (values.isEmpty()) {
      return;
    }
    Session.Runner runner = session.runner();
    List<TFloat32> fed = new ArrayList<>();
    try {
      values.forEach(
          (name, a) -> {
            Entry e = entry(name);
            if (!Arrays.equals(e.shape.asArray(), a.shape())) {
              throw new IllegalArgumentException(
                  name + " has shape " + e.shape + ", the file " + Arrays.toString(a.shape()));
            }
            TFloat32 t = TFloat32.tensorOf(e.shape, DataBuffers.of(a.values(), true, false));
            fed.add(t);
            runner.feed(e.value, t).addTarget(e.assign.op());
          });
      runner.run().close();
    } finally {
      fed.forEach(TFloat32::close);
    }
  }

  /**
   * Sets variables to what a checkpoint holds.
   *
   * @param file the checkpoint, for messages
   * @throws ModelFileException if it has a variable that is not known, or has another shape
   */
  public void restore(Session session, Map<String, NamedArray> values, Path file) {
    try {
      load(session, values);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(
          "checkpoint "
              + file
              + " does not fit this network or this data ("
              + e.getMessage()
              + "); resume with the settings and the data that it was made with, or choose another"
              + " output folder",
          e);
    }
  }

  /** The values of those variables whose name passes a test. */
  public Map<String, NamedArray> read(Session session, Predicate<String> test) {
    List<String> names = names(test);
    Map<String, NamedArray> out = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return out;
    }
    Session.Runner runner = session.runner();
    names.forEach(n -> runner.fetch(entry(n).variable));
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        TFloat32 t = (TFloat32) result.get(i);
        float[] values = new float[(int) t.size()];
        Tensors.copy(t, values);
        out.put(names.get(i), new NamedArray(entry(names.get(i)).shape.asArray(), values));
      }
    }
    return out;
  }
}
