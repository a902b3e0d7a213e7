import type { Plan } from '../model/plan.js';

/** Largest plan in bytes: it travels in the input of every run, and Temporal takes at most 2 MB for all of an input. */
export const LARGEST_PLAN = 1_048_576;

/** Size of a plan in bytes, as it travels. */
export function planSize(plan: Plan): number {
  const text = JSON.stringify(plan);
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Two halves of a pair make four bytes, two each.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/** In words when a plan is too large to be run, with its figure; else null. */
export function sayTooLarge(plan: Plan): string | null {
  const bytes = planSize(plan);
  if (bytes <= LARGEST_PLAN) return null;
  const megabytes = (Math.ceil((bytes / LARGEST_PLAN) * 100) / 100).toFixed(2);
  return `${megabytes} MB compiled, a run carries at most 1 MB: split it into several playbooks`;
}
