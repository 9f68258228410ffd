package io.marketswarm;

public final class Marketswarm {
  private Marketswarm() {}

  public static void main(String[] args) {
    System.out.println("marketswarm");
  }
}
