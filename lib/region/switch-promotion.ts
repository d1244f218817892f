import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import type { RegionSwitchDatabase } from './region-switch-database';
import type { SwitchTargets } from './switch-targets';
import { promotionRounds, type PromoteStep, type Promotion } from '../contract/region-plan';

/** Minutes after which a promotion that has not come to its end is reported, and the plan waits for somebody. */
const MINUTES = 30;

/** A promotion, and where it leads. */
interface Promoted {
  readonly promotion: Promotion;
  readonly region: string;
}

/**
 * The steps after which a region accepts writes. Of several databases (shards) as many are promoted at once as ARC runs steps beside each other: the
 * step around them is done when each of them is, so that what comes after it finds all of them promoted, or is not reached.
 */
export function promotionSteps(
  { promotion, regions: [region] }: PromoteStep,
  targets: SwitchTargets,
): CfnPlan.StepProperty[] {
  const promoted = { promotion, region };
  const { databases } = targets;
  const [first] = databases;
  if (databases.length === 1) return [promotionOf(first, `promote-${region}`, promoted, targets)];
  const steps = databases.map((database, shard) =>
    promotionOf(database, `promote-${region}-shard-${shard}`, promoted, targets),
  );
  return promotionRounds(steps).map((round, index) => ({
    name: index === 0 ? `promote-${region}` : `promote-${region}-round-${index + 1}`,
    description: `${round.length} shards of ${region} accept writes (${promotion})`,
    executionBlockType: 'Parallel',
    executionBlockConfiguration: { parallelConfig: { steps: round } },
  }));
}

function promotionOf(
  database: RegionSwitchDatabase,
  name: string,
  { promotion, region }: Promoted,
  targets: SwitchTargets,
): CfnPlan.StepProperty {
  const step = { name, description: `${region} accepts writes (${promotion})` };
  const timeoutMinutes = MINUTES;
  const [home, second] = targets.regions;
  const [atHome, inSecond] = [targets.database(database, home), targets.database(database, second)];
  if (promotion === 'replica') {
    const rdsPromoteReadReplicaConfig = { dbInstanceArnMap: { [home]: atHome, [second]: inSecond }, timeoutMinutes };
    return {
      ...step,
      executionBlockType: 'RdsPromoteReadReplica',
      executionBlockConfiguration: { rdsPromoteReadReplicaConfig },
    };
  }
  return {
    ...step,
    executionBlockType: 'AuroraGlobalDatabase',
    executionBlockConfiguration: {
      globalAuroraConfig: {
        globalClusterIdentifier: database.globalDatabaseIdentifier ?? '',
        databaseClusterArns: [atHome, inSecond],
        // Only of a region that is lost may writes be lost.
        behavior: promotion === 'failover' ? 'failover' : 'switchoverOnly',
        timeoutMinutes,
      },
    },
  };
}
