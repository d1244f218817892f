import { InterruptionKind, Verdict, type Finding } from '../../../lib/growth/verdict';
import { PLAN_VERSION, type Plan, type PlanChange, type PlanCosts, type PlanInterruption } from '../../growth/plan';
import { TIERS, type Tier } from '../../review/model/tiers';

/** Gives the changes of a plan their sums, tiers and steps. */
export function planWith(changes: readonly PlanChange[], extra: Partial<Plan> = {}): Plan {
  const ordered = [...changes].sort((one, other) => Number(other.blocked) - Number(one.blocked));
  const ofTier = (tier: Tier, ...verdicts: readonly Verdict[]) =>
    ordered.filter((change) => change.tier === tier && verdicts.includes(change.verdict));
  const gone = [Verdict.REMOVED, Verdict.ORPHANED];
  const stays = Object.values(Verdict).filter((verdict) => verdict !== Verdict.ADDED && !gone.includes(verdict));
  return {
    version: PLAN_VERSION,
    from: { name: 'launch', kind: 'stage', stacks: 6, resources: 180 },
    to: { name: 'scale', kind: 'stage', stacks: 6, resources: 231 },
    blocked: ordered.filter(({ blocked }) => blocked).length,
    verdicts: Object.fromEntries(
      Object.values(Verdict).map((verdict) => [
        verdict,
        verdict === Verdict.UNCHANGED ? 152 : ordered.filter((change) => change.verdict === verdict).length,
      ]),
    ) as Record<Verdict, number>,
    changes: ordered,
    tiers: TIERS.map((tier) => ({
      tier,
      added: ofTier(tier, Verdict.ADDED),
      changed: ofTier(tier, ...stays),
      removed: ofTier(tier, ...gone),
    })).filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0),
    steps: STACKS.map((stackName, index) => {
      const own = ordered.filter((change) => change.stackName === stackName);
      const number = (...verdicts: Verdict[]) => own.filter(({ verdict }) => verdicts.includes(verdict)).length;
      return {
        order: index + 1,
        stackName,
        region: stackName.endsWith('us-east-1') ? 'us-east-1' : 'eu-west-1',
        action: own.length > 0 ? ('update' as const) : ('none' as const),
        added: number(Verdict.ADDED),
        changed: number(...stays),
        removed: number(...gone),
        blocked: own.filter(({ blocked }) => blocked).length,
        interruptions: own.flatMap(interruptionsOf),
      };
    }),
    costs: COSTS,
    before: [
      'Quotas: 60 Fargate vCPU in eu-west-1 (the account has 6 unless it was raised)',
      'A restore of the database from its latest backup has been tried',
    ],
    after: [
      'The alarms of shop-prod-data-eu-west-1 are quiet for an hour',
      'The dashboard shows connections on both readers',
      'A session from before the deployment is still there',
    ],
    ...extra,
  };
}

const STACKS = [
  'global-eu-west-1',
  'net-eu-west-1',
  'data-eu-west-1',
  'svc-eu-west-1',
  'ops-eu-west-1',
  'edge-us-east-1',
].map((name) => `shop-prod-${name}`);

function interruptionsOf({ stackName, logicalId, label, resourceType, findings }: PlanChange): PlanInterruption[] {
  return findings.flatMap(({ interruption, property, reason, source }) =>
    interruption ? [{ ...interruption, stackName, logicalId, label, resourceType, property, reason, source }] : [],
  );
}

/** A change with what a reader does not look at filled in. */
export function change(
  given: Partial<PlanChange> & Pick<PlanChange, 'label' | 'resourceType' | 'verdict' | 'tier'>,
): PlanChange {
  return {
    stackName: 'shop-prod-data-eu-west-1',
    region: 'eu-west-1',
    logicalId: `${given.label.replace(/\W/g, '')}0A1B2C3D`,
    stateful: false,
    blocked: false,
    findings: [],
    ...given,
  };
}

function finding(given: Partial<Finding> & Pick<Finding, 'verdict' | 'property' | 'reason'>): Finding {
  return { source: '', remedy: '', blocks: false, ...given };
}

const added = (tier: Tier, resourceType: string, stackName: string, ...labels: readonly string[]) =>
  labels.map((label) => change({ label, resourceType, tier, verdict: Verdict.ADDED, stackName }));

const DOCUMENTATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';

/** A plan as a team meets it on its way to more users: a lot is new, some things are out of reach for seconds. */
export const SAFE_CHANGES: readonly PlanChange[] = [
  ...added('edge', 'AWS::WAFv2::WebACL', 'shop-prod-edge-us-east-1', 'Edge/Firewall'),
  ...added(
    'network',
    'AWS::EC2::Subnet',
    'shop-prod-net-eu-west-1',
    'Network/Public/Zone3',
    'Network/App/Zone3',
    'Network/Data/Zone3',
  ),
  ...added('network', 'AWS::EC2::NatGateway', 'shop-prod-net-eu-west-1', 'Network/Nat/Zone2', 'Network/Nat/Zone3'),
  ...added(
    'network',
    'AWS::EC2::EIP',
    'shop-prod-net-eu-west-1',
    'Network/Nat/Zone2/Address',
    'Network/Nat/Zone3/Address',
  ),
  ...added('data', 'AWS::RDS::DBInstance', 'shop-prod-data-eu-west-1', 'Database/Readers/Reader2'),
  ...added('data', 'AWS::Backup::BackupPlan', 'shop-prod-data-eu-west-1', 'Backup/Plan'),
  change({
    label: 'Database',
    resourceType: 'AWS::RDS::DBCluster',
    tier: 'data',
    verdict: Verdict.UPDATED,
    stateful: true,
    findings: [
      finding({
        verdict: Verdict.UPDATED,
        property: 'ServerlessV2ScalingConfiguration.MaxCapacity',
        before: 4,
        after: 64,
        reason: 'Aurora changes the range while it runs.',
      }),
    ],
  }),
  change({
    label: 'NodeCache',
    resourceType: 'AWS::ElastiCache::ReplicationGroup',
    tier: 'cache',
    verdict: Verdict.INTERRUPTED,
    stateful: true,
    findings: [
      finding({
        verdict: Verdict.INTERRUPTED,
        property: 'CacheNodeType',
        before: 'cache.t4g.small',
        after: 'cache.r7g.large',
        reason: 'The nodes are exchanged one after the other; connections are cut once.',
        source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-cluster-vertical-scaling.html',
        interruption: { kind: InterruptionKind.RESIZE, seconds: 30 },
      }),
    ],
  }),
  change({
    label: 'Services/Web/Core/Service',
    resourceType: 'AWS::ECS::Service',
    tier: 'web',
    verdict: Verdict.UPDATED,
    stackName: 'shop-prod-svc-eu-west-1',
    findings: [
      finding({
        verdict: Verdict.UPDATED,
        property: 'TaskDefinition',
        reason: 'New tasks start before old ones stop.',
      }),
    ],
  }),
  change({
    label: 'Network/Nat/Instance',
    resourceType: 'AWS::AutoScaling::AutoScalingGroup',
    tier: 'network',
    verdict: Verdict.REMOVED,
    stackName: 'shop-prod-net-eu-west-1',
    findings: [
      finding({
        verdict: Verdict.REMOVED,
        property: '',
        reason: 'NAT gateways take its place; open connections to the internet are cut.',
        interruption: { kind: InterruptionKind.CONNECTIONS, seconds: 90 },
      }),
    ],
  }),
];

/** What must not be deployed as it is. */
export const BLOCKED_CHANGES: readonly PlanChange[] = [
  change({
    label: 'Sessions/Table',
    resourceType: 'AWS::DynamoDB::GlobalTable',
    tier: 'data',
    verdict: Verdict.REPLACED,
    stackName: 'shop-prod-global-eu-west-1',
    stateful: true,
    blocked: true,
    findings: [
      finding({
        verdict: Verdict.REPLACED,
        property: 'KeySchema',
        before: [{ AttributeName: 'id', KeyType: 'HASH' }],
        after: [
          { AttributeName: 'tenant', KeyType: 'HASH' },
          { AttributeName: 'id', KeyType: 'RANGE' },
        ],
        reason: 'CloudFormation sets the key of a table only when it creates it: a new, empty table takes its place.',
        source: `${DOCUMENTATION}/aws-resource-dynamodb-globaltable.html`,
        remedy:
          'Add a second table with the new key, write to both, copy what is there, read from the new one, and remove the old one in a later deployment.',
      }),
    ],
  }),
  change({
    label: 'Cache',
    resourceType: 'AWS::ElastiCache::ServerlessCache',
    tier: 'cache',
    verdict: Verdict.UNKNOWN,
    stateful: true,
    blocked: true,
    findings: [
      finding({
        verdict: Verdict.UNKNOWN,
        property: 'SnapshotArnsToRestore',
        after: { Ref: 'Snapshot' },
        reason: 'The value is a parameter, and templates do not say what is deployed.',
        remedy: 'Write the value into the template, or acknowledge the change with a reason.',
      }),
    ],
  }),
];

const COSTS: PlanCosts = {
  currency: 'USD',
  region: 'eu-west-1',
  pricesOf: '2026-11-01',
  before: 54.72,
  after: 512.34,
  lines: [
    { name: 'Aurora capacity', before: 0, after: 262.8, arithmetic: '3 × 0.5 units × 730 h × $0.24' },
    {
      name: 'NAT gateways',
      after: 105.12,
      arithmetic: '3 × 730 h × $0.048',
      source: 'https://aws.amazon.com/vpc/pricing/',
    },
    { name: 'NAT instance', before: 3.5 },
    { name: 'Fargate tasks', before: 9.02, after: 81.16, arithmetic: '8 × (0.25 vCPU + 0.5 GB) × 730 h' },
    { name: 'Load balancer', before: 18.4, after: 18.4, arithmetic: '730 h × $0.0252' },
    { name: 'Public addresses', before: 3.65, after: 10.95, arithmetic: '3 × 730 h × $0.005' },
    { name: 'Keys', before: 4, after: 4, arithmetic: '4 × $1' },
    { name: 'Secrets', before: 0.8, after: 0.8, arithmetic: '2 × $0.40' },
    { name: 'Alarms', before: 3.1, after: 4.2, arithmetic: '42 × $0.10' },
    { name: 'Serverless cache', before: 12.25, after: 12.25, arithmetic: '0.1 GB × 730 h × $0.168' },
    { name: 'Firewall', after: 12.66, arithmetic: '$5 + 4 × $1, and $0.60 for each million requests' },
  ],
  unknown: ['Origin shield: no public price for eu-west-1'],
};
