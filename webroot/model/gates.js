/** What a tier may do. */

const FREE = new Set(["administrator", "coaching"]);

/** Whether a feature is open to a tier, and how much of it: null is without limit. */
export function gate(config, tier, feature) {
  if (!config || config.mode !== "tier_limited" || FREE.has(tier)) return { allowed: true, limit: null };
  const own = config.tiers?.[tier]?.[feature];
  const usual = config.defaults?.[feature];
  const value = own ?? usual?.value;
  if (value === undefined) return { allowed: true, limit: null };
  if (typeof value === "boolean") return { allowed: value, limit: null };
  return { allowed: true, limit: value < 0 ? null : value };
}

/** The gate in words. */
export const gateText = (tier) =>
  tier ? `Not part of the ${tier} tier` : "Not part of your tier";
