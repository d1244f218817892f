import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RegionMode } from '../../lib/platform';
import {
  RegionDatabase,
  RegionModel,
  RegionSwitch,
  RegionTraffic,
  type RegionModelProps,
  type RegionSwitchProps,
} from '../../lib/region';
import { testStack } from '../support/test-app';

const PAIR = ['eu-west-1', 'us-east-1'];

function synthesize(model: Partial<RegionModelProps> = {}, props: Partial<RegionSwitchProps> = {}): Template {
  const stack = testStack({ env: { region: 'us-east-1', account: '111111111111' } });
  const plan = new RegionModel({ regions: PAIR, ...model });
  const database = { databaseIdentifier: 'shop-aurora-g1', globalDatabaseIdentifier: 'shop-global-g1' };
  new RegionSwitch(stack, 'Switch', { name: 'shop', plan, ...database, ...props });
  return Template.fromStack(stack);
}

interface Step {
  readonly Name: string;
  readonly ExecutionBlockType: string;
  readonly ExecutionBlockConfiguration: Record<string, unknown>;
}

interface Plan {
  readonly Workflows: { WorkflowTargetAction: string; WorkflowTargetRegion: string; Steps: Step[] }[];
  readonly Triggers?: { Action: string; TargetRegion: string; Conditions: unknown[] }[];
  readonly AssociatedAlarms: Record<string, { AlarmType: string; ResourceIdentifier: unknown }>;
}

function planOf(template: Template): Plan {
  const [resource] = Object.values(template.findResources('AWS::ARCRegionSwitch::Plan'));
  return resource?.Properties as Plan;
}

/** Each workflow with the names of its steps. */
function workflowsOf(template: Template): Record<string, string[]> {
  return Object.fromEntries(
    planOf(template).Workflows.map(({ WorkflowTargetAction, WorkflowTargetRegion, Steps }) => [
      `${WorkflowTargetAction} ${WorkflowTargetRegion}`,
      Steps.map(({ Name }) => Name),
    ]),
  );
}

function stepOf(template: Template, name: string): Step | undefined {
  return planOf(template)
    .Workflows.flatMap(({ Steps }) => Steps)
    .find(({ Name }) => Name === name);
}

function actionsOf(template: Template): string[] {
  const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy')) as {
    Properties: { PolicyDocument: { Statement: { Action: string | string[] }[] } };
  }[];
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action));
}

describe('RegionSwitch', () => {
  test('takes traffic away from an active region before it promotes, and asks before it returns', () => {
    expect(workflowsOf(synthesize())).toEqual({
      'deactivate eu-west-1': ['leave-eu-west-1', 'promote-us-east-1', 'write-us-east-1'],
      'deactivate us-east-1': ['leave-us-east-1'],
      'activate eu-west-1': ['approve-eu-west-1', 'enter-eu-west-1', 'promote-eu-west-1', 'write-eu-west-1'],
      'activate us-east-1': ['approve-us-east-1', 'enter-us-east-1'],
    });
  });

  test('scales a standby first', () => {
    const template = synthesize({ mode: RegionMode.ACTIVE_PASSIVE }, { services: ['shop-web', 'shop-jobs'] });
    expect(workflowsOf(template)).toEqual({
      'activate us-east-1': [
        'scale-shop-web',
        'scale-shop-jobs',
        'leave-eu-west-1',
        'promote-us-east-1',
        'write-us-east-1',
      ],
      'activate eu-west-1': ['approve-eu-west-1', 'enter-eu-west-1', 'promote-eu-west-1', 'write-eu-west-1'],
    });
    expect(stepOf(template, 'scale-shop-web')).toMatchObject({
      ExecutionBlockType: 'ECSServiceScaling',
      ExecutionBlockConfiguration: {
        EcsCapacityIncreaseConfig: {
          TargetPercent: 100,
          Services: PAIR.map((region) => ({
            ClusterArn: `arn:aws:ecs:${region}:111111111111:cluster/shop`,
            ServiceArn: `arn:aws:ecs:${region}:111111111111:service/shop/shop-web`,
          })),
        },
      },
    });
  });

  test('scales what is named after it was made', () => {
    const stack = testStack({ env: { region: 'us-east-1', account: '111111111111' } });
    const plan = new RegionModel({ regions: PAIR, mode: RegionMode.ACTIVE_PASSIVE });
    const database = { databaseIdentifier: 'shop-aurora-g1', globalDatabaseIdentifier: 'shop-global-g1' };
    const regionSwitch = new RegionSwitch(stack, 'Switch', { name: 'shop', plan, ...database });
    regionSwitch.scale('shop-web');
    const template = Template.fromStack(stack);
    expect(workflowsOf(template)['activate us-east-1']?.[0]).toBe('scale-shop-web');
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
            Resource: PAIR.map((region) => `arn:aws:ecs:${region}:111111111111:service/shop/shop-web`),
          }),
        ]),
      },
    });
  });

  test('is refused at synthesis where a standby has nothing to scale', () => {
    expect(() => synthesize({ mode: RegionMode.ACTIVE_PASSIVE })).toThrow(
      'services must name what a standby scales, got none; name each ECS service, or use a standbyFactor of 1',
    );
  });

  test('scales nothing that is as large as home', () => {
    const template = synthesize({ mode: RegionMode.ACTIVE_PASSIVE, standbyFactor: 1 });
    expect(workflowsOf(template)['activate us-east-1']?.[0]).toBe('leave-eu-west-1');
    expect(actionsOf(template)).not.toContain('ecs:UpdateService');
  });

  test('may lose writes of a region that is lost, and none on the way back', () => {
    const template = synthesize();
    const aurora = (Behavior: string) => ({
      ExecutionBlockType: 'AuroraGlobalDatabase',
      ExecutionBlockConfiguration: {
        GlobalAuroraConfig: {
          Behavior,
          GlobalClusterIdentifier: 'shop-global-g1',
          DatabaseClusterArns: PAIR.map((region) => `arn:aws:rds:${region}:111111111111:cluster:shop-aurora-g1`),
        },
      },
    });
    expect(stepOf(template, 'promote-us-east-1')).toMatchObject(aurora('failover'));
    expect(stepOf(template, 'promote-eu-west-1')).toMatchObject(aurora('switchoverOnly'));
  });

  test('promotes a replica of plain RDS for good: only traffic returns', () => {
    const template = synthesize(
      { database: RegionDatabase.RDS_MYSQL },
      { databaseIdentifier: 'shop-mysql-g1', globalDatabaseIdentifier: undefined },
    );
    expect(stepOf(template, 'promote-us-east-1')).toMatchObject({
      ExecutionBlockType: 'RdsPromoteReadReplica',
      ExecutionBlockConfiguration: {
        RdsPromoteReadReplicaConfig: {
          DbInstanceArnMap: Object.fromEntries(
            PAIR.map((region) => [region, `arn:aws:rds:${region}:111111111111:db:shop-mysql-g1`]),
          ),
        },
      },
    });
    expect(workflowsOf(template)['activate eu-west-1']).toEqual(['approve-eu-west-1', 'enter-eu-west-1']);
  });

  test('runs functions in the region that stays alone', () => {
    const template = synthesize();
    const lambda = (arn: string) => ({
      CustomActionLambdaConfig: { Lambdas: [{ Arn: arn }], RegionToRun: 'activatingRegion' },
    });
    expect(stepOf(template, 'leave-eu-west-1')?.ExecutionBlockConfiguration).toMatchObject(
      lambda('arn:aws:lambda:us-east-1:111111111111:function:shop-leave-region'),
    );
    expect(stepOf(template, 'enter-eu-west-1')?.ExecutionBlockConfiguration).toMatchObject(
      lambda('arn:aws:lambda:eu-west-1:111111111111:function:shop-enter-region'),
    );
  });

  test('starts by itself when one region is unhealthy and the other is not', () => {
    const { Triggers, AssociatedAlarms } = planOf(synthesize());
    const conditions = (red: string, green: string) => [
      { AssociatedAlarmName: `shop-${red}-unhealthy-for-users-trigger`, Condition: 'red' },
      { AssociatedAlarmName: `shop-${green}-unhealthy-for-users-trigger`, Condition: 'green' },
    ];
    expect(Triggers).toMatchObject([
      { Action: 'deactivate', TargetRegion: 'eu-west-1', Conditions: conditions('eu-west-1', 'us-east-1') },
      { Action: 'deactivate', TargetRegion: 'us-east-1', Conditions: conditions('us-east-1', 'eu-west-1') },
    ]);
    expect(AssociatedAlarms['shop-eu-west-1-unhealthy-for-users-trigger']).toEqual({
      AlarmType: 'trigger',
      ResourceIdentifier: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:shop-eu-west-1-unhealthy-for-users',
    });
  });

  test('starts by what other regions see as well, where they look, and all of two agree', () => {
    const template = synthesize({ regions: [...PAIR, 'ap-northeast-1', 'eu-central-1'] }, { probed: true });
    const { Triggers, AssociatedAlarms } = planOf(template);
    const condition = (alarm: string, Condition: string) => ({
      AssociatedAlarmName: `shop-${alarm}-trigger`,
      Condition,
    });
    expect(Triggers?.map(({ TargetRegion, Conditions }) => [TargetRegion, Conditions])).toEqual([
      [
        'eu-west-1',
        [condition('eu-west-1-unhealthy-for-users', 'red'), condition('us-east-1-unhealthy-for-users', 'green')],
      ],
      [
        'eu-west-1',
        [
          condition('eu-west-1-unreachable-from-us-east-1', 'red'),
          condition('eu-west-1-unreachable-from-ap-northeast-1', 'red'),
          condition('us-east-1-unhealthy-for-users', 'green'),
        ],
      ],
      [
        'us-east-1',
        [condition('us-east-1-unhealthy-for-users', 'red'), condition('eu-west-1-unhealthy-for-users', 'green')],
      ],
      [
        'us-east-1',
        [
          condition('us-east-1-unreachable-from-eu-west-1', 'red'),
          condition('us-east-1-unreachable-from-ap-northeast-1', 'red'),
          condition('eu-west-1-unhealthy-for-users', 'green'),
        ],
      ],
    ]);
    const seen = 'arn:aws:cloudwatch:ap-northeast-1:111111111111:alarm:shop-eu-west-1-unreachable-from-ap-northeast-1';
    expect(AssociatedAlarms['shop-eu-west-1-unreachable-from-ap-northeast-1-trigger']).toEqual({
      AlarmType: 'trigger',
      ResourceIdentifier: seen,
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['cloudwatch:DescribeAlarms']),
            Resource: Match.arrayWith([seen]),
          }),
        ]),
      },
    });
  });

  test('is started by the loss of home alone where the other is a standby', () => {
    const { Triggers } = planOf(synthesize({ mode: RegionMode.ACTIVE_PASSIVE, standbyFactor: 1 }));
    expect(Triggers).toMatchObject([{ Action: 'activate', TargetRegion: 'us-east-1' }]);
  });

  test('waits for a person who has to decide', () => {
    const template = synthesize({ decidedByPerson: true });
    const { Triggers, AssociatedAlarms } = planOf(template);
    expect(Triggers).toBeUndefined();
    expect(Object.values(AssociatedAlarms).map(({ AlarmType }) => AlarmType)).toEqual([
      'applicationHealth',
      'applicationHealth',
    ]);
    expect(workflowsOf(template)['deactivate eu-west-1']?.[0]).toBe('approve-eu-west-1');
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: Match.arrayWith(['arc-region-switch:ApprovePlanExecutionStep']),
            Resource: 'arn:aws:arc-region-switch::111111111111:plan/shop-recovery:*',
          }),
        ],
      },
    });
  });

  test('is of the first two regions, whatever others there are', () => {
    const template = synthesize({ regions: [...PAIR, 'ap-northeast-1'], recoveryTime: Duration.seconds(285) });
    template.hasResourceProperties('AWS::ARCRegionSwitch::Plan', {
      Name: 'shop-recovery',
      Regions: PAIR,
      PrimaryRegion: 'eu-west-1',
      RecoveryApproach: 'activeActive',
      RecoveryTimeObjectiveMinutes: 5,
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('ap-northeast-1');
  });

  test('may do what its steps need, to what they name', () => {
    const template = synthesize();
    const allowed = (actions: string[], resources: string[]) =>
      template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
        PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: actions, Resource: resources })]) },
      });
    allowed(
      ['rds:FailoverGlobalCluster', 'rds:SwitchoverGlobalCluster'],
      [
        'arn:aws:rds::111111111111:global-cluster:shop-global-g1',
        ...PAIR.map((region) => `arn:aws:rds:${region}:111111111111:cluster:shop-aurora-g1`),
      ],
    );
    allowed(
      ['lambda:GetFunction', 'lambda:InvokeFunction'],
      PAIR.flatMap((region) =>
        ['enter', 'leave', 'write'].map((move) => `arn:aws:lambda:${region}:111111111111:function:shop-${move}-region`),
      ),
    );
    expect(actionsOf(template).filter((action) => /^(ecs|application-autoscaling):/.test(action))).toEqual([]);
    expect(actionsOf(template)).not.toContain('rds:PromoteReadReplica');
  });
});

/** Shards beside the first. */
function shards(count: number, engine: 'aurora' | 'rds' = 'aurora') {
  return Array.from({ length: count }, (_none, index) => ({
    databaseIdentifier: `shop-${engine}-s${index + 1}-g1`,
    ...(engine === 'aurora' ? { globalDatabaseIdentifier: `shop-global-s${index + 1}-g1` } : {}),
  }));
}

/** The steps that run beside each other in a step. */
function besides(step: Step | undefined): Step[] {
  return (step?.ExecutionBlockConfiguration.ParallelConfig as { Steps: Step[] } | undefined)?.Steps ?? [];
}

/** Every step of a plan, those within others as well. */
function blocks(template: Template): Step[] {
  return planOf(template).Workflows.flatMap(({ Steps }) => Steps.flatMap((step) => [step, ...besides(step)]));
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

/** What each policy allows of promotions. */
function promotable(template: Template): string[][] {
  const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  return policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(({ Action }) =>
      [Action].flat().some((action) => /Failover|Switchover|Promote|ModifyDB/.test(action)),
    ).map(({ Resource }) => [Resource].flat()),
  );
}

describe('RegionSwitch with shards', () => {
  test('promotes all at once, and sends writes after all of them', () => {
    const template = synthesize({}, { shards: shards(2) });
    expect(workflowsOf(template)).toEqual(workflowsOf(synthesize()));
    const step = stepOf(template, 'promote-us-east-1');
    expect(step?.ExecutionBlockType).toBe('Parallel');
    expect(besides(step)).toMatchObject(
      ['', '-s1', '-s2'].map((shard, index) => ({
        Name: `promote-us-east-1-shard-${index}`,
        ExecutionBlockType: 'AuroraGlobalDatabase',
        ExecutionBlockConfiguration: {
          GlobalAuroraConfig: {
            Behavior: 'failover',
            GlobalClusterIdentifier: `shop-global${shard}-g1`,
            DatabaseClusterArns: PAIR.map(
              (region) => `arn:aws:rds:${region}:111111111111:cluster:shop-aurora${shard}-g1`,
            ),
          },
        },
      })),
    );
    const back = besides(stepOf(template, 'promote-eu-west-1'));
    expect(back.map(({ ExecutionBlockConfiguration: { GlobalAuroraConfig } }) => GlobalAuroraConfig)).toMatchObject(
      Array(3).fill({ Behavior: 'switchoverOnly' }),
    );
  });

  test('promotes the replicas of plain RDS at once', () => {
    const template = synthesize(
      { database: RegionDatabase.RDS_POSTGRES },
      { databaseIdentifier: 'shop-rds-g1', globalDatabaseIdentifier: undefined, shards: shards(1, 'rds') },
    );
    expect(besides(stepOf(template, 'promote-us-east-1'))).toMatchObject(
      ['shop-rds-g1', 'shop-rds-s1-g1'].map((name) => ({
        ExecutionBlockType: 'RdsPromoteReadReplica',
        ExecutionBlockConfiguration: {
          RdsPromoteReadReplicaConfig: {
            DbInstanceArnMap: Object.fromEntries(
              PAIR.map((region) => [region, `arn:aws:rds:${region}:111111111111:db:${name}`]),
            ),
          },
        },
      })),
    );
    expect(promotable(template).flat()).toEqual(
      ['shop-rds-g1', 'shop-rds-s1-g1'].flatMap((name) =>
        PAIR.map((region) => `arn:aws:rds:${region}:111111111111:db:${name}`),
      ),
    );
  });

  test.each([19, 39, 63])('promotes 20 at once of one and %i more, each once, within what ARC allows', (more) => {
    const template = synthesize({}, { shards: shards(more) });
    const rounds = planOf(template)
      .Workflows[0]?.Steps.filter(({ ExecutionBlockType }) => ExecutionBlockType === 'Parallel')
      .map(besides);
    expect(rounds?.map(({ length }) => length)).toEqual(
      Array.from({ length: (more + 1) / 20 }, () => 20).concat((more + 1) % 20 || []),
    );
    const names = rounds?.flat().map(({ Name }) => Name);
    expect(names).toEqual(Array.from({ length: more + 1 }, (_none, shard) => `promote-us-east-1-shard-${shard}`));
    expect(blocks(template).length).toBeLessThanOrEqual(100);
  });

  test('leaves out the way back of who writes before it leaves out the loss of home, and says so', () => {
    const descriptions = (more: number) => {
      const [, , description] = Object.values(
        synthesize({}, { shards: shards(more) }).findResources('AWS::ARCRegionSwitch::Plan'),
      )
        .flatMap(({ Properties }) => (Properties as { Workflows: { WorkflowDescription: string }[] }).Workflows)
        .map(({ WorkflowDescription }) => WorkflowDescription);
      return description;
    };
    expect(descriptions(42)).toBe('eu-west-1 is back, and healthy');
    expect(descriptions(43)).toBe('eu-west-1 is back, and healthy; writes stay');
    const template = synthesize({}, { shards: shards(43) });
    expect(workflowsOf(template)['activate eu-west-1']).toEqual(['approve-eu-west-1', 'enter-eu-west-1']);
    expect(workflowsOf(template)['deactivate eu-west-1']).toEqual([
      'leave-eu-west-1',
      'promote-us-east-1',
      'promote-us-east-1-round-2',
      'promote-us-east-1-round-3',
      'write-us-east-1',
    ]);
  });

  test('may promote what it names and no other, in policies that IAM takes', () => {
    const arns = (shard: string) => [
      `arn:aws:rds::111111111111:global-cluster:shop-global${shard}-g1`,
      ...PAIR.map((region) => `arn:aws:rds:${region}:111111111111:cluster:shop-aurora${shard}-g1`),
    ];
    expect(promotable(synthesize({}, { shards: shards(2) }))).toEqual([
      arns(''),
      [...arns('-s1'), ...arns('-s2')].sort(),
    ]);
    const all = synthesize({}, { shards: shards(63) });
    expect(promotable(all).flat().sort()).toEqual(
      ['', ...shards(63).map((_none, index) => `-s${index + 1}`)].flatMap(arns).sort(),
    );
    const policies = Object.values(all.findResources('AWS::IAM::ManagedPolicy')) as {
      Properties: { PolicyDocument: object };
    }[];
    // The longest name of a deployment has 16 characters more, and that of a region 5, in each of three ARNs of 20 shards.
    for (const { Properties } of policies)
      expect(JSON.stringify(Properties.PolicyDocument).length + 60 * (16 + 5)).toBeLessThan(6144);
  });

  test('is what it was where there is one database', () => {
    expect(synthesize({}, { shards: [] }).toJSON()).toEqual(synthesize().toJSON());
  });

  test('refuses names that are none, that stand twice, or that are of the other engine', () => {
    expect(() => synthesize({}, { shards: [{ databaseIdentifier: 'Shop' }] })).toThrow(
      'shards[0].databaseIdentifier must be an identifier of RDS, got "Shop"; use that of the construct, which is literal',
    );
    expect(() => synthesize({}, { shards: [...shards(1), ...shards(1)] })).toThrow(
      'shards must name each database once, got "shop-aurora-s1-g1" twice; each shard is one of its own',
    );
    expect(() => synthesize({}, { shards: shards(64) })).toThrow(
      'shards must hold at most 63 databases beside the first, got 64; there are no more shards than that',
    );
    expect(() => synthesize({}, { shards: shards(1, 'rds') })).toThrow(
      'shards[0].globalDatabaseIdentifier must be given with Aurora, got undefined; the plan says aurora-postgres',
    );
  });

  test('refuses an objective that rounds of promotions leave no time for', () => {
    const props = { recoveryTime: Duration.seconds(300) };
    expect(() => synthesize(props, { shards: shards(19) })).not.toThrow();
    expect(() => synthesize(props, { shards: shards(20) })).toThrow(
      'recoveryTime must be at least 405 seconds, got 300; promote takes 240 of them',
    );
  });

  test('refuses more than ARC takes of what a standby scales', () => {
    const services = (count: number) => Array.from({ length: count }, (_none, index) => `shop-web-${index}`);
    const standby = { mode: RegionMode.ACTIVE_PASSIVE };
    expect(() => synthesize(standby, { shards: shards(63), services: services(28) })).not.toThrow();
    expect(() => synthesize(standby, { shards: shards(63), services: services(29) })).toThrow(
      'services must leave a plan with at most 100 execution blocks, got 101; it has one for each that a standby scales and for each shard: use a standbyFactor of 1, which scales none',
    );
  });
});

describe('RegionTraffic', () => {
  const ARN = 'arn:aws:cloudfront::111111111111:key-value-store/0123-abcd';

  function traffic(region: string): Template {
    const stack = testStack({ env: { region } });
    new RegionTraffic(stack, 'Traffic', {
      name: 'shop',
      plan: new RegionModel({ regions: PAIR }),
      routingStoreArn: ARN,
    });
    return Template.fromStack(stack);
  }

  test.each([
    ['eu-west-1', 'us-east-1'],
    ['us-east-1', 'eu-west-1'],
  ])('in %s leaves %s, and enters and writes at itself', (region, other) => {
    const template = traffic(region);
    for (const [move, of] of Object.entries({ leave: other, enter: region, write: region })) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `shop-${move}-region`,
        Environment: { Variables: { TRAFFIC_MOVE: move, TRAFFIC_REGION: of, EDGE_ROUTING_STORE: ARN } },
      });
    }
    template.resourceCountIs('AWS::Lambda::Function', 3);
  });

  test('may read and write the one store', () => {
    traffic('eu-west-1').hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: [
              'cloudfront-keyvaluestore:DescribeKeyValueStore',
              'cloudfront-keyvaluestore:GetKey',
              'cloudfront-keyvaluestore:PutKey',
            ],
            Resource: ARN,
          },
        ]),
      },
    });
  });
});
