package io.marketswarm.gateway.gravity;

import io.marketswarm.market.model.PriceRange;
import io.marketswarm.market.model.VolumeNode;
import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Nodes and wells that an administrator has drawn. */
final class StructuresBody {
  private static final int MOST = 500;
  private static final int LONGEST_COLOR = 32;
  private static final double HIGHEST_PRICE = 1e6;
  private static final double HEAVIEST = 100;

  private StructuresBody() {}

  static List<VolumeNode> nodes(JsonObject body) {
    if (!(body.getValue("volume_nodes") instanceof JsonArray list) || list.size() > MOST) {
      throw ApiError.badRequest("volume_nodes array required");
    }
    List<VolumeNode> nodes = new ArrayList<>();
    for (Object item : list) {
      JsonObject node = item instanceof JsonObject object ? object : new JsonObject();
      Object price = item instanceof Number ? item : node.getValue("price");
      nodes.add(new VolumeNode(price(price), color(node), weight(node)));
    }
    return nodes;
  }

  private static String color(JsonObject node) {
    Object color = node.getValue("color");
    if (color == null) {
      return VolumeNode.DEFAULT_COLOR;
    }
    if (color instanceof String text && text.length() <= LONGEST_COLOR) {
      return text;
    }
    throw ApiError.badRequest("the color of a volume node must be a text");
  }

  private static double weight(JsonObject node) {
    Object weight = node.getValue("weight");
    if (weight == null) {
      return VolumeNode.DEFAULT_WEIGHT;
    }
    if (weight instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= HEAVIEST) {
      return number.doubleValue();
    }
    throw ApiError.badRequest("the weight of a volume node must be a number");
  }

  /** Null when nobody said anything about wells. */
  static List<PriceRange> wells(JsonObject body) {
    Object given = body.getValue("volume_wells");
    if (given == null) {
      return null;
    }
    if (!(given instanceof JsonArray list) || list.size() > MOST) {
      throw ApiError.badRequest("volume_wells must be an array of [from, to]");
    }
    List<PriceRange> wells = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof JsonArray range) || range.size() != 2) {
        throw ApiError.badRequest("volume_wells must be an array of [from, to]");
      }
      double one = price(range.getValue(0));
      double other = price(range.getValue(1));
      wells.add(new PriceRange(Math.min(one, other), Math.max(one, other)));
    }
    return wells;
  }

  private static double price(Object value) {
    if (value instanceof Number number
        && number.doubleValue() > 0
        && number.doubleValue() <= HIGHEST_PRICE) {
      return number.doubleValue();
    }
    throw ApiError.badRequest("prices must be numbers above 0");
  }
}
