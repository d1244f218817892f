import { costLine, type CostLine, type Item } from './lines';
import { HOURS_A_MONTH } from './price-list';
import { QUEUE_DEMAND_CONFIG, QUEUE_DEMAND_INTERVAL } from '../../lib/contract/queue-demand';
import { at, list, word } from '../review/model/json';
import type { Model, Resource } from '../review/model/model';

const CALLS_A_MONTH = HOURS_A_MONTH * 60;
const PUBLICATIONS_A_MONTH = (HOURS_A_MONTH * 3600) / QUEUE_DEMAND_INTERVAL;

/** Seconds that a call lasts: one that finds nothing to do, and one that publishes for its minute (QueueDemand). */
const SECONDS_IDLE = 0.3;
const SECONDS_BUSY = 52;

const LINE = {
  id: 'scaling of workers',
  group: 'scaling of workers',
  title: 'Scaling of workers: function, publications, metrics',
};

/** Metrics of a worker (QueueDemandMetric). */
const METRICS = 3;

/** The functions that publish how much work waits. A schedule says how often they run, but not for how long. */
export function queueDemandFunctions(model: Model): Resource[] {
  return model
    .ofType('AWS::Lambda::Function')
    .filter(({ properties }) => at(properties, 'Environment', 'Variables', QUEUE_DEMAND_CONFIG) !== undefined);
}

/**
 * What publishing costs in a month, with the arithmetic that stands at QueueDemand.
 *
 * @param busyShare Share of the month in which a worker has something to do, where the template does not keep one running.
 */
export function queueDemandLines(model: Model, region: string, busyShare = 0): CostLine[] {
  return queueDemandFunctions(model).map((handler) => {
    const workers = workersOf(model);
    const busy = workers.some(({ properties }) => Number(properties.MinCapacity) > 0) ? 1 : busyShare;
    const memory = Number(handler.properties.MemorySize ?? 128) / 1024;
    const seconds = busy * SECONDS_BUSY + (1 - busy) * SECONDS_IDLE;
    const isArm = list(handler.properties.Architectures)
      .map((one) => word(one))
      .includes('arm64');
    const requests = busy * PUBLICATIONS_A_MONTH + (1 - busy) * CALLS_A_MONTH;
    const items: Item[] = [
      { price: isArm ? 'lambda-arm64' : 'lambda-x86', amount: CALLS_A_MONTH * seconds * memory },
      { price: 'lambda-requests', amount: CALLS_A_MONTH },
      { price: 'sqs-requests', amount: requests * workers.length },
      ...(busy > 0
        ? [
            { price: 'put-metric-data', amount: busy * PUBLICATIONS_A_MONTH },
            { price: 'custom-metric', amount: METRICS * workers.length },
          ]
        : []),
    ];
    return costLine(LINE, items, region);
  });
}

/** What scales services that no load balancer sends requests to. */
function workersOf(model: Model): Resource[] {
  return model.ofType('AWS::ApplicationAutoScaling::ScalableTarget').filter((target) => {
    if (word(target.properties.ServiceNamespace) !== 'ecs') return false;
    const [service] = model.references(target.properties).filter(({ type }) => type === 'AWS::ECS::Service');
    return service !== undefined && list(service.properties.LoadBalancers).length === 0;
  });
}
