/** Standard normal quantiles of a two-sided test at 5% and of a power of 80%. */
const [Z_ALPHA, Z_BETA] = [1.959964, 0.841621];

/**
 * Control accounts needed to show that a rate rose from `before` to `after` (two-sided 5%, power 80%) when a share of
 * all accounts is held out: the two-proportion sample size for unequal groups. Fleiss, Levin and Paik, Statistical
 * Methods for Rates and Proportions, 3rd edition, section 4.
 * @param share of the accounts that are held out, between 0 and 1 (both excluded)
 */
export function leastControls(share: number, before = 0.3, after = 0.5): number {
  // Treated accounts for each control.
  const ratio = (1 - share) / share;
  const pooled = (before + ratio * after) / (1 + ratio);
  const underNull = Z_ALPHA * Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio));
  const underChange = Z_BETA * Math.sqrt(before * (1 - before) + (after * (1 - after)) / ratio);
  return Math.ceil(((underNull + underChange) / (after - before)) ** 2);
}
