/**
 * Databases that are promoted at once, where there are several (shards): steps that a plan of ARC Region switch runs beside each other
 * (https://docs.aws.amazon.com/r53recovery/latest/dg/quotas.region-switch.html).
 */
export const PROMOTED_AT_ONCE = 20;

/** Databases in rounds: those of one are promoted at once, and the next round when all of them have been. */
export function promotionRounds<T>(databases: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(databases.length / PROMOTED_AT_ONCE) }, (_round, index) =>
    databases.slice(index * PROMOTED_AT_ONCE, (index + 1) * PROMOTED_AT_ONCE),
  );
}
