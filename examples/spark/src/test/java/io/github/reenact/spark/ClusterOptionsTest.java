package io.github.reenact.spark;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
  @Test
  void requireAddress_nameOfTheMachineIsNotKnown_saysWhatToDo() throws IOException {
    ClusterOptions.requireAddress(InetAddress::getLoopbackAddress);
    assertThatIOException()
        .isThrownBy(
            () ->
                ClusterOptions.requireAddress(
                    () -> {
                      throw new UnknownHostException("vm: Name or service not known");
                    }))
        .withMessageContainingAll("vm", "/etc/hosts", "SPARK_LOCAL_IP");
  }
}
