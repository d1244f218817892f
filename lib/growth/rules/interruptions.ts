import { InterruptionKind, type Interruption } from '../verdict';

/** How long things are out of reach: AWS's own figure where it gives one. */
export const INTERRUPTIONS = {
  /** "Failover times are typically 60-120 seconds" (Amazon RDS, Multi-AZ instances). */
  multiAzFailover: { kind: InterruptionKind.FAILOVER, seconds: 120 },
  /** "Service is typically restored in less than 60 seconds, and often less than 30 seconds" (Aurora, with a replica). */
  auroraFailover: { kind: InterruptionKind.FAILOVER, seconds: 60 },
  /** "Typically takes less than 10 minutes" (Aurora, without a replica). */
  loneInstance: { kind: InterruptionKind.RESIZE, seconds: 600, estimated: true },
  reboot: { kind: InterruptionKind.REBOOT, seconds: 300, estimated: true },
  minorUpgrade: { kind: InterruptionKind.UPGRADE, seconds: 600, estimated: true },
  majorUpgrade: { kind: InterruptionKind.UPGRADE, seconds: 3600, estimated: true },
  /** "You see a brief interruption (a few seconds) of reads and writes from the old nodes" (ElastiCache). */
  cacheResize: { kind: InterruptionKind.CONNECTIONS, seconds: 10 },
  cacheUpgrade: { kind: InterruptionKind.UPGRADE, seconds: 60, estimated: true },
  connections: { kind: InterruptionKind.CONNECTIONS, seconds: 1, estimated: true },
  /** Routes point elsewhere; connections that are open through the old way are cut. */
  route: { kind: InterruptionKind.CONNECTIONS, seconds: 5, estimated: true },
  /** A new entrance is made, and the names have to follow. */
  entrance: { kind: InterruptionKind.EXCHANGE, seconds: 300, estimated: true },
} satisfies Record<string, Interruption>;
