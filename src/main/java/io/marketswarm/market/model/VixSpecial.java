package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Situations that call for a play of their own, in order of precedence. */
public enum VixSpecial {
  BATMAN,
  TIMEWARP,
  GAMMA_SCALP;

  private static final double BATMAN_FROM = 24;
  private static final double TIMEWARP_UP_TO = 17;
  private static final int LAST_SHORT_DTE = 2;

  /** The situation of the market as a whole, null when it is an ordinary day. */
  static VixSpecial of(double vix, ScalpWindow window) {
    if (isBatman(vix)) {
      return BATMAN;
    }
    if (isTimewarp(vix)) {
      return TIMEWARP;
    }
    return window.isActive() ? GAMMA_SCALP : null;
  }

  /** The situations one butterfly can be played in. */
  static List<VixSpecial> ofTrade(double vix, int dte, ScalpWindow window) {
    List<VixSpecial> cases = new ArrayList<>(values().length);
    if (isBatman(vix) && dte <= LAST_SHORT_DTE) {
      cases.add(BATMAN);
    }
    if (isTimewarp(vix) && dte >= 1 && dte <= LAST_SHORT_DTE) {
      cases.add(TIMEWARP);
    }
    if (dte == 0 && window.isActive()) {
      cases.add(GAMMA_SCALP);
    }
    return List.copyOf(cases);
  }

  static boolean isBatman(double vix) {
    return vix >= BATMAN_FROM;
  }

  static boolean isTimewarp(double vix) {
    return vix <= TIMEWARP_UP_TO;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
