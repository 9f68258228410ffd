package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.PriceRange;
import io.marketswarm.market.model.VolumeNode;
import io.marketswarm.market.model.VolumeStructures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Nodes, wells and crevasses as JSON, out and in. */
public final class StructuresJson {
  public static final JsonShape<VolumeStructures> STRUCTURES = StructuresJson::write;

  private StructuresJson() {}

  static void write(VolumeStructures structures, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("volume_nodes");
    for (VolumeNode node : structures.nodes()) {
      node(node, out);
    }
    out.writeEndArray();
    ranges(out, "volume_wells", structures.wells());
    ranges(out, "crevasses", structures.crevasses());
    out.writeEndObject();
  }

  /** A plain number unless somebody has given the node a style. */
  private static void node(VolumeNode node, JsonGenerator out) throws IOException {
    if (!node.isStyled()) {
      number(out, node.price());
      return;
    }
    out.writeStartObject();
    number(out, "price", node.price());
    out.writeStringField("color", node.color());
    number(out, "weight", node.weight());
    out.writeEndObject();
  }

  private static void ranges(JsonGenerator out, String name, List<PriceRange> ranges)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (PriceRange range : ranges) {
      out.writeStartArray();
      number(out, range.start());
      number(out, range.end());
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  /** Reads the value the parser stands on; whatever is not a structure counts as none. */
  static VolumeStructures read(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return VolumeStructures.NONE;
    }
    List<VolumeNode> nodes = List.of();
    List<PriceRange> wells = List.of();
    List<PriceRange> crevasses = List.of();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "volume_nodes" -> nodes = nodes(in);
        case "volume_wells" -> wells = ranges(in);
        case "crevasses" -> crevasses = ranges(in);
        default -> in.skipChildren();
      }
    }
    return new VolumeStructures(nodes, wells, crevasses);
  }

  private static List<VolumeNode> nodes(JsonParser in) throws IOException {
    if (isNoArray(in)) {
      return List.of();
    }
    List<VolumeNode> nodes = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken().isNumeric()) {
        nodes.add(VolumeNode.at(in.getDoubleValue()));
      } else if (in.currentToken() == JsonToken.START_OBJECT) {
        nodes.add(node(in));
      } else {
        in.skipChildren();
      }
    }
    return nodes;
  }

  private static VolumeNode node(JsonParser in) throws IOException {
    double price = Double.NaN;
    String color = null;
    double weight = VolumeNode.DEFAULT_WEIGHT;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("price") && value.isNumeric()) {
        price = in.getDoubleValue();
      } else if (name.equals("color") && value == JsonToken.VALUE_STRING) {
        color = in.getText();
      } else if (name.equals("weight") && value.isNumeric()) {
        weight = in.getDoubleValue();
      } else {
        in.skipChildren();
      }
    }
    return new VolumeNode(price, color, weight);
  }

  /** Ranges; a single price is a range of its own. */
  private static List<PriceRange> ranges(JsonParser in) throws IOException {
    if (isNoArray(in)) {
      return List.of();
    }
    List<PriceRange> ranges = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken().isNumeric()) {
        ranges.add(new PriceRange(in.getDoubleValue(), in.getDoubleValue()));
      } else if (in.currentToken() == JsonToken.START_ARRAY) {
        ranges.add(range(in));
      } else {
        in.skipChildren();
      }
    }
    return ranges;
  }

  private static PriceRange range(JsonParser in) throws IOException {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      double price = in.getDoubleValue();
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    return new PriceRange(low, high);
  }

  private static boolean isNoArray(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      return false;
    }
    in.skipChildren();
    return true;
  }
}
