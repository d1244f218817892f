import type { ShardConnections } from '../connections';
import type { Clock } from '../ground';
import type { Levers } from '../levers';
import type { Sessions } from '../sessions';
import { CopyLevers } from './copy-levers';
import { HealthLevers } from './health-levers';
import { SlotLevers } from './slot-levers';

/** The levers of shards that are PostgreSQL databases. */
export function sqlLevers(sessions: Sessions, connections: ShardConnections, clock: Clock): Levers {
  const slots = new SlotLevers(sessions);
  const copies = new CopyLevers(sessions, connections, clock);
  const health = new HealthLevers(sessions, connections);
  return {
    survey: (shard) => health.survey(shard),
    unreachable: (to, from) => health.unreachable(to, from),
    load: (shard) => health.load(shard),
    slots: (shard) => slots.slots(shard),
    receive: (...how) => slots.receive(...how),
    decline: (...how) => slots.decline(...how),
    accept: (...how) => slots.accept(...how),
    fence: (...how) => slots.fence(...how),
    drain: (...how) => slots.drain(...how),
    flip: (...how) => slots.flip(...how),
    unfence: (...how) => slots.unfence(...how),
    oldestWriter: (...how) => slots.oldestWriter(...how),
    remove: (...how) => slots.remove(...how),
    isCopying: (copy) => copies.isCopying(copy),
    copy: (...how) => copies.copy(...how),
    progress: (copy) => copies.progress(copy),
    endCopy: (copy) => copies.endCopy(copy),
    mark: (...how) => copies.mark(...how),
    hasMark: (...how) => copies.hasMark(...how),
    sums: (...how) => copies.sums(...how),
  };
}
