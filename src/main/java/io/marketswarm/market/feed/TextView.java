package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * The text of a parser's current token, without a string of its own; valid until the next token.
 */
final class TextView implements CharSequence {
  private char[] chars = new char[0];
  private int from;
  private int length;

  TextView of(JsonParser in) throws IOException {
    chars = in.getTextCharacters();
    from = in.getTextOffset();
    length = in.getTextLength();
    return this;
  }

  String intern(SymbolTable symbols) {
    return symbols.intern(chars, from, length);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return chars[from + index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public String toString() {
    return new String(chars, from, length);
  }
}
