package io.github.reenact.tf.data;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Longs;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/** TensorFlow's {@code Example}: named lists of bytes, numbers or whole numbers. */
final class Features {
  /** Numbers of an iris: centre and radius; NaN for one that is not seen. */
  private static final int IRIS = 3;

  /** Numbers of both irises. */
  static final int IRISES = 2 * IRIS;

  private final Example.Builder builder;

  private Features(Example.Builder builder) {
    this.builder = builder;
  }

  static Features create() {
    return new Features(Example.newBuilder());
  }

  static Features parse(byte[] bytes) throws InvalidProtocolBufferException {
    return new Features(Example.newBuilder().mergeFrom(bytes));
  }

  byte[] toBytes() {
    return builder.build().toByteArray();
  }

  private Features put(String name, Feature.Builder value) {
    builder.getFeaturesBuilder().putFeature(name, value.build());
    return this;
  }

  private Feature get(String name) {
    return builder.getFeatures().getFeatureOrDefault(name, Feature.getDefaultInstance());
  }

  Features bytes(String name, byte[] value) {
    BytesList list = BytesList.newBuilder().addValue(ByteString.copyFrom(value)).build();
    return put(name, Feature.newBuilder().setBytesList(list));
  }

  Features text(String name, String value) {
    BytesList list = BytesList.newBuilder().addValue(ByteString.copyFromUtf8(value)).build();
    return put(name, Feature.newBuilder().setBytesList(list));
  }

  Features floats(String name, float... values) {
    FloatList list = FloatList.newBuilder().addAllValue(Floats.asList(values)).build();
    return put(name, Feature.newBuilder().setFloatList(list));
  }

  Features longs(String name, long... values) {
    Int64List list = Int64List.newBuilder().addAllValue(Longs.asList(values)).build();
    return put(name, Feature.newBuilder().setInt64List(list));
  }

  /** The bytes; none if there are none of that name. */
  byte[] bytes(String name) {
    BytesList list = get(name).getBytesList();
    return list.getValueCount() == 0 ? new byte[0] : list.getValue(0).toByteArray();
  }

  float[] floats(String name) {
    return Floats.toArray(get(name).getFloatList().getValueList());
  }

  long[] longs(String name) {
    return Longs.toArray(get(name).getInt64List().getValueList());
  }

  static float[] of(Irises irises) {
    List<Double> out = new ArrayList<>();
    for (Optional<Iris> iris : List.of(irises.left(), irises.right())) {
      out.addAll(
          Doubles.asList(
              iris.map(i -> new double[] {i.x(), i.y(), i.radius()})
                  .orElse(new double[] {Double.NaN, Double.NaN, Double.NaN})));
    }
    return Floats.toArray(out);
  }

  /**
   * What the other made of irises.
   *
   * @throws IllegalArgumentException if it did not
   */
  static Irises irises(float[] from, int at) {
    return new Irises(iris(from, at), iris(from, at + IRIS));
  }

  private static Optional<Iris> iris(float[] from, int at) {
    return Float.isNaN(from[at])
        ? Optional.empty()
        : Optional.of(new Iris(from[at], from[at + 1], from[at + 2]));
  }
}
