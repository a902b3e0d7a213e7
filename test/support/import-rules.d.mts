export interface Area {
  readonly area: string;
  readonly from: readonly string[];
  readonly npm: readonly string[];
  readonly node: boolean;
  readonly because: string;
}
export const AREAS: readonly Area[];
export function areaOf(file: string): Area | undefined;
export function importViolation(file: string, specifier: string): string | undefined;
