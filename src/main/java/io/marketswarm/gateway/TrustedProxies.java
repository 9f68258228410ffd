package io.marketswarm.gateway;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;

/** The addresses whose word about where a request came from is believed. */
final class TrustedProxies {
  private static final int BYTE_BITS = 8;
  private static final int MAPPED_PREFIX = 12;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /** An address, or those that begin like it. */
  private record Block(byte[] address, int bits) {
    boolean covers(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int shift = BYTE_BITS - 1 - bit % BYTE_BITS;
        int difference = (address[bit / BYTE_BITS] ^ other[bit / BYTE_BITS]) >> shift;
        if ((difference & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Block> blocks = new ArrayList<>();

  private TrustedProxies() {}

  /** Addresses and blocks of them, such as {@code 10.0.0.0/8}. */
  static TrustedProxies of(List<String> entries) {
    TrustedProxies proxies = new TrustedProxies();
    for (String entry : entries) {
      proxies.blocks.add(block(entry));
    }
    return proxies;
  }

  private static Block block(String entry) {
    int slash = entry.indexOf('/');
    byte[] address = bytes(slash < 0 ? entry : entry.substring(0, slash));
    int most = address == null ? 0 : address.length * BYTE_BITS;
    int bits = slash < 0 ? most : number(entry.substring(slash + 1));
    if (address == null || bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "TRUSTED_PROXIES names '" + entry + "', which is no address or block of addresses");
    }
    return new Block(address, bits);
  }

  boolean include(String address) {
    byte[] bytes = bytes(address);
    return bytes != null && blocks.stream().anyMatch(block -> block.covers(bytes));
  }

  /** The bytes of an address, an IPv4 address in IPv6 clothes as IPv4; null for anything else. */
  private static byte[] bytes(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null || bytes.length != IPV6_BYTES) {
      return bytes;
    }
    for (int i = 0; i < MAPPED_PREFIX; i++) {
      if (bytes[i] != (byte) (i < MAPPED_PREFIX - 2 ? 0 : 0xff)) {
        return bytes;
      }
    }
    byte[] mapped = new byte[IPV4_BYTES];
    System.arraycopy(bytes, MAPPED_PREFIX, mapped, 0, IPV4_BYTES);
    return mapped;
  }

  private static int number(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }
}
