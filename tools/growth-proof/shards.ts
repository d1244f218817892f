import { GrowthStage } from '../../lib';
import type { RegionStep } from './regions';
import { plainShape, type Engine, type Shape } from './shape';
import type { LosingMove } from './sideways';

/** Numbers of shards, from one database to the most. */
const SHARDS = [1, 2, 8, 64];

/** From one database to 64 shards, at SCALE and in two regions. */
export function shardSteps(engine: Engine): RegionStep[] {
  return [GrowthStage.SCALE, GrowthStage.GLOBAL].flatMap((stage) => {
    const shapes = SHARDS.map((shards) => sharded(plainShape(stage, engine), shards));
    return shapes.slice(1).flatMap((to, index) => {
      const from = shapes[index];
      return from
        ? [{ name: `${SHARDS[index]} to ${SHARDS[index + 1]} shards at ${stage.name} with ${engine}`, from, to }]
        : [];
    });
  });
}

const TWO = sharded(plainShape(GrowthStage.SCALE), 2);

/** Moves between shards that would lose something. */
export const LOSING_SHARDS: readonly LosingMove[] = [
  { name: 'one shard less', from: TWO, to: sharded(TWO, 1), blocked: /Control\/Table|Shard1/ },
];

function sharded(shape: Shape, shards: number): Shape {
  return { ...shape, platform: { ...shape.platform, shards } };
}
