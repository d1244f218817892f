import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ICache } from './cache';
import type { IMonitoring } from '../monitoring';
import { nearMaximum } from '../private/near-maximum';

/** Most metrics that the expression of one alarm may hold. */
const METRICS_PER_ALARM = 10;

const ALARMS = [
  {
    id: 'EngineCpu',
    metricName: 'EngineCPUUtilization',
    threshold: 80,
    evaluationPeriods: 5,
    summary: 'A node of the cache works at more than 80 percent; Valkey runs commands on one core, so latency grows.',
    runbook: 'cache-engine-cpu',
  },
  {
    id: 'Memory',
    metricName: 'DatabaseMemoryUsagePercentage',
    threshold: 80,
    evaluationPeriods: 5,
    summary: 'A node of the cache is filled by more than 80 percent; keys will be evicted or writes fail.',
    runbook: 'cache-memory',
  },
  {
    id: 'Evictions',
    metricName: 'Evictions',
    threshold: 100,
    evaluationPeriods: 15,
    summary: 'The cache has evicted keys for 15 minutes: it is too small for what is put into it.',
    runbook: 'cache-evictions',
  },
  {
    id: 'ReplicationLag',
    metricName: 'ReplicationLag',
    threshold: 5,
    evaluationPeriods: 5,
    summary: 'A replica of the cache is more than 5 seconds behind: a failover would lose that much.',
    runbook: 'cache-replication-lag',
  },
] as const;

/** Published for the nodes of a copy, while it is one. */
const BEHIND_HOME = {
  id: 'GlobalReplicationLag',
  metricName: 'GlobalDatastoreReplicationLag',
  threshold: 5,
  evaluationPeriods: 5,
  summary:
    'The cache is more than 5 seconds behind the region that it follows: what is invalidated there is still seen here.',
  runbook: 'cache-replication-lag',
} as const;

/** How many nodes there are. */
export interface NodeCounts {
  readonly shards: number;
  readonly minNodesPerShard: number;
  /** The same where their number does not follow the load. */
  readonly maxNodesPerShard: number;
  /** Whether they follow those of another region. */
  readonly areCopies?: boolean;
}

/** Alarms on the worst of the nodes, and the cache's row on the dashboard, which finds nodes by the name of the cache. */
export function monitorNodeCache(cache: ICache & Construct, monitoring: IMonitoring, counts: NodeCounts): void {
  const nodes = nodeNames(cache.cacheName, counts.shards, counts.maxNodesPerShard);
  const alarms = new Construct(cache, 'Alarms');
  for (let first = 0; first < nodes.length; first += METRICS_PER_ALARM) {
    const group = nodes.slice(first, first + METRICS_PER_ALARM);
    const watched = new Construct(alarms, group[0] ?? '');
    for (const { id, metricName, ...options } of counts.areCopies ? [...ALARMS, BEHIND_HOME] : ALARMS) {
      monitoring.addAlarm(watched, id, { ...options, metric: worstOf(group, metricName) });
    }
  }
  watchMaximum(cache, monitoring, counts);
  monitoring.addSection({
    title: `Cache ${cache.cacheName}`,
    widgets: [
      graph('Engine CPU (percent)', cache, 'EngineCPUUtilization'),
      graph('Memory (percent)', cache, 'DatabaseMemoryUsagePercentage'),
      graph('Hit rate (percent)', cache, 'CacheHitRate'),
      graph('Replication lag (seconds)', cache, 'ReplicationLag'),
    ],
  });
}

/** Names that ElastiCache gives the nodes of a group in cluster mode: `<group>-0001-001`. */
function nodeNames(cacheName: string, shards: number, nodesPerShard: number): string[] {
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  return Array.from({ length: shards }, (_, shard) =>
    Array.from({ length: nodesPerShard }, (__, node) => `${cacheName}-${digits(shard + 1, 4)}-${digits(node + 1, 3)}`),
  ).flat();
}

/** Every shard has as many nodes: those of the first are counted, each of which publishes once a minute. */
function watchMaximum(cache: ICache & Construct, monitoring: IMonitoring, counts: NodeCounts): void {
  const { minNodesPerShard, maxNodesPerShard } = counts;
  const replicas = nearMaximum(minNodesPerShard - 1, maxNodesPerShard - 1);
  if (replicas === undefined) return;
  monitoring.addAlarm(cache, 'NearMaximumReplicas', {
    metric: new cloudwatch.MathExpression({
      expression: 'SUM(METRICS())',
      label: 'Nodes of the first shard',
      usingMetrics: perNode(
        nodeNames(cache.cacheName, 1, maxNodesPerShard),
        'EngineCPUUtilization',
        cloudwatch.Stats.SAMPLE_COUNT,
      ),
      period: Duration.minutes(1),
    }),
    threshold: 1 + replicas,
    evaluationPeriods: 15,
    summary: 'Shards of the cache have had four fifths of the replicas that they may have for 15 minutes.',
    runbook: 'cache-replicas-near-maximum',
  });
}

function worstOf(nodes: readonly string[], metricName: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'MAX(METRICS())',
    label: `Worst ${metricName}`,
    usingMetrics: perNode(nodes, metricName, cloudwatch.Stats.MAXIMUM),
    period: Duration.minutes(1),
  });
}

function perNode(nodes: readonly string[], metricName: string, statistic: string): Record<string, cloudwatch.Metric> {
  return Object.fromEntries(
    nodes.map((node, index) => [
      `node${index}`,
      new cloudwatch.Metric({
        namespace: 'AWS/ElastiCache',
        metricName,
        dimensionsMap: { CacheClusterId: node },
        statistic,
        period: Duration.minutes(1),
      }),
    ]),
  );
}

function graph(title: string, cache: ICache, metricName: string): cloudwatch.GraphWidget {
  const search = new cloudwatch.MathExpression({
    expression: `SEARCH('{AWS/ElastiCache,CacheClusterId} MetricName="${metricName}" "${cache.cacheName}"', 'Maximum')`,
    label: '',
    usingMetrics: {},
    period: Duration.minutes(1),
  });
  return new cloudwatch.GraphWidget({ title, left: [search], width: 6 });
}
