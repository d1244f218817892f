/** What applications that run on the platform import: `zero-to-millions/runtime`. It needs nothing but Node. */
export { loadMetric } from './load/middleware';
export type { FastifyLike, FastifyLoadPlugin, LoadMetricOptions, LoadMiddleware } from './load/middleware';
