/** The 97.5 % point of the normal distribution: all intervals are 95 %. */
export const Z95 = 1.959963984540054;

export type Interval = readonly [low: number, high: number];

/**
 * Wilson score interval of a share, 95 %. Null when nothing was counted; exact 0 and 1 at the ends.
 * @param count successes, 0 <= count <= of
 */
export function wilson(count: number, of: number): Interval | null {
  if (of <= 0) return null;
  const share = count / of;
  const z2 = Z95 * Z95;
  const middle = share + z2 / (2 * of);
  const half = Z95 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return [count === 0 ? 0 : (middle - half) / scale, count === of ? 1 : (middle + half) / scale];
}

/** Newcombe's interval (method 10) of the difference of two shares, first minus second, 95 %. Null when either is empty. */
export function newcombe(count1: number, of1: number, count2: number, of2: number): Interval | null {
  const first = wilson(count1, of1);
  const second = wilson(count2, of2);
  if (first === null || second === null) return null;
  const share1 = count1 / of1;
  const share2 = count2 / of2;
  const difference = share1 - share2;
  return [
    difference - Math.hypot(share1 - first[0], second[1] - share2),
    difference + Math.hypot(first[1] - share1, share2 - second[0]),
  ];
}
