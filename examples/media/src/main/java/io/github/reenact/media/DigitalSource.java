package io.github.reenact.media;

import java.nio.charset.StandardCharsets;

/**
 * How a picture came to be, in the terms of IPTC's NewsCodes for the property {@code
 * DigitalSourceType}. It is written into the metadata of everything that the command line makes.
 */
public enum DigitalSource {
  /** A photo of which a part was replaced by what a trained network made. */
  COMPOSITE("compositeWithTrainedAlgorithmicMedia"),
  /** A picture that a trained network made altogether. */
  TRAINED("trainedAlgorithmicMedia"),
  /** A picture that a program drew, without any training. */
  DRAWN("algorithmicMedia");

  private final String code;

  DigitalSource(String code) {
    this.code = code;
  }

  /** The address that stands for this source, as written into the metadata. */
  public String uri() {
    return "http://cv.iptc.org/newscodes/digitalsourcetype/" + code;
  }

  /** A sentence for metadata fields that people read. */
  String comment() {
    return "Synthetic media made by reenact. DigitalSourceType: " + uri();
  }

  /** An XMP packet, in UTF-8, that says so. */
  byte[] xmp() {
    String packet =
        """
        <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
         <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about=""
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
            xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            Iptc4xmpExt:DigitalSourceType="%s"
            xmp:CreatorTool="reenact"/>
         </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>"""
            .formatted(uri());
    return packet.getBytes(StandardCharsets.UTF_8);
  }
}
