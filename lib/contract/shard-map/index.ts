/**
 * Which shard a key belongs to, and how slots get from one shard to another. Pure, so that the runtime, commands, drills and constructs say the same
 * (docs/adr/0030-shard-map.md).
 */
export * from './fence';
export * from './map';
export * from './murmur-hash';
export * from './planner';
export * from './rules';
export * from './slots';
export * from './stored-map';
export * from './transitions';
