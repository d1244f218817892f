import type { Item } from './lines';
import type { Driver } from '../review/sections/drivers';

type Details = NonNullable<Driver['details']>;

/** What one of a driver is billed as. */
type Billing = (details: Details) => Item[];

/** Billed as one thing, whatever its size. */
function one(price: string): Billing {
  return () => [{ price, amount: 1 }];
}

/** Billed as one thing that is named by its type. */
function typed(prefix: string): Billing {
  return ({ type }) => [{ price: `${prefix}-${type}`, amount: 1 }];
}

const free: Billing = () => [];

const ARCHITECTURES: Readonly<Record<string, string>> = { ARM64: 'arm64', X86_64: 'x86' };

/** How the drivers of a review are billed. A driver that is not here has no known price. */
export const BILLING: Readonly<Record<string, Billing>> = {
  // What is billed are the metrics of alarms.
  alarm: free,
  'cache node': ({ type, engine }) => [
    { price: engine === 'valkey' ? String(type).replace('cache.', 'cache-') : `${engine}-${type}`, amount: 1 },
  ],
  'Container Insights': one('container-insights'),
  dashboard: one('dashboard'),
  'database instance': ({ type, engine, minimum, storage }) => {
    if (type === 'serverless') {
      return [
        {
          price: storage === 'aurora-iopt1' ? 'aurora-capacity-io-optimized' : 'aurora-capacity',
          amount: Number(minimum),
        },
      ];
    }
    return [{ price: engine === 'postgres' ? `rds-${type}` : `rds-${engine}-${type}`, amount: 1 }];
  },
  'database proxy': ({ type }) => [
    type === 'serverless'
      ? { price: 'rds-proxy-capacity', amount: 1 }
      : { price: 'rds-proxy-vcpu', amount: vcpusOf(String(type)) },
  ],
  'database storage': ({ type }) => [
    {
      price:
        { aurora: 'aurora-storage', 'aurora-iopt1': 'aurora-storage-io-optimized', gp3: 'rds-gp3' }[String(type)] ??
        `rds-${type}`,
      amount: 1,
    },
  ],
  'detailed monitoring': one('detailed-monitoring'),
  firewall: one('firewall'),
  'firewall rule': one('firewall-rule'),
  'health check': one('health-check'),
  'hosted zone': one('hosted-zone'),
  instance: typed('ec2'),
  'interface endpoint': one('interface-endpoint'),
  key: one('key'),
  'load balancer': ({ type }) => [{ price: `${type}-load-balancer`, amount: 1 }],
  'metric of ECS': one('ecs-fast-metric'),
  'metric of alarms': ({ resolution }) => [
    { price: resolution === 'high' ? 'alarm-metric-high-resolution' : 'alarm-metric', amount: 1 },
  ],
  'NAT gateway': one('nat-gateway'),
  'public address': one('public-ipv4'),
  secret: one('secret'),
  'serverless cache': ({ engine, gigabytes }) => [
    {
      price: engine === 'valkey' ? 'cache-serverless-storage' : `cache-serverless-storage-${engine}`,
      amount: Number(gigabytes),
    },
  ],
  task: ({ vcpu, gigabytes, architecture, capacity }) => {
    const kind = capacity === 'spot' ? 'spot' : ARCHITECTURES[String(architecture)];
    return [
      { price: `fargate-${kind}-vcpu`, amount: Number(vcpu) },
      { price: `fargate-${kind}-memory`, amount: Number(gigabytes) },
    ];
  },
  volume: typed('ebs'),
};

/** Virtual CPUs of an instance type: two up to `large`, then four for each `xlarge`. */
function vcpusOf(type: string): number {
  const [, times, isExtra] = /\.(\d*)(xlarge)?/.exec(type) ?? [];
  return isExtra ? 4 * Number(times || 1) : 2;
}
