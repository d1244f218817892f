import { Token } from 'aws-cdk-lib';

/** Share of a maximum at which somebody should look whether it has to be raised. */
export const NEAR_MAXIMUM = 0.8;

/**
 * The number at which a count that scales is near its maximum: four fifths of it, and more than the minimum, which is always there.
 * Nothing where the count is fixed, or unknown at synthesis.
 */
export function nearMaximum(minimum: number, maximum: number): number | undefined {
  if (Token.isUnresolved(minimum) || Token.isUnresolved(maximum) || maximum <= minimum) return undefined;
  return Math.max(Math.ceil(NEAR_MAXIMUM * maximum), minimum + 1);
}
