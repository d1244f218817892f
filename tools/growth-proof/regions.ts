import { GrowthStage } from '../../lib';
import { deploymentWaves } from '../../lib/contract/region-plan';
import { plainShape, type Engine, type Shape } from './shape';
import type { LosingMove } from './sideways';

/** As many as there may be, home first. */
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'ap-southeast-2', 'us-west-2', 'eu-central-1'];

/** A platform in some regions, beside what the one before it was in. */
export interface RegionStep {
  readonly name: string;
  readonly from: Shape;
  readonly to: Shape;
}

/** One region after another, as `ztm waves` says it, up to the most there may be: the first from SCALE, where there is one. */
export function regionSteps(engine: Engine): RegionStep[] {
  const first = plainShape(GrowthStage.SCALE, engine);
  const shapes = deploymentWaves(REGIONS, REGIONS.slice(0, 1)).map(({ regions }) => inRegions(engine, regions));
  return shapes.map((to, index) => ({
    name: `${index + 1} to ${index + 2} regions with ${engine}`,
    from: index === 0 ? first : shapes[index - 1],
    to,
  }));
}

const TWO = inRegions('auroraPostgres', REGIONS.slice(0, 2));
const THREE = inRegions('auroraPostgres', REGIONS.slice(0, 3));

/** Moves between regions that would lose something. */
export const LOSING_REGIONS: readonly LosingMove[] = [
  {
    name: 'two regions in one deployment',
    from: plainShape(GrowthStage.SCALE),
    to: THREE,
    blocked: /Sessions\/Table/,
  },
  { name: 'one region less', from: THREE, to: TWO, blocked: /Sessions\/Table/ },
  { name: 'one region again', from: TWO, to: plainShape(GrowthStage.SCALE), blocked: /GlobalDatabase/ },
  {
    name: 'another home of the same regions',
    from: TWO,
    to: inRegions('auroraPostgres', [...TWO.regions].reverse()),
    blocked: /Sessions\/Table/,
  },
];

function inRegions(engine: Engine, regions: readonly string[]): Shape {
  return { ...plainShape(GrowthStage.GLOBAL, engine), regions };
}
