import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  AuroraDatabase,
  RdsDatabase,
  RdsEngine,
  type AuroraDatabaseProps,
  type IDatabase,
  type RdsDatabaseProps,
} from '../../lib/database';
import { ShardedDatabase, type ShardedDatabaseProps } from '../../lib/sharding';
import { Stacks } from '../database/harness';
import { TestService } from '../support/test-service';

/** Databases of an app without a platform, each in a stack of its own. */
class Shards extends Stacks {
  private readonly common = {
    name: 'shop',
    vpc: this.vpc,
    parameters: ShardedDatabase.PARAMETERS,
  };

  public aurora(shard?: number, props: Partial<AuroraDatabaseProps> = {}, stack = this.stackOf(shard)): AuroraDatabase {
    return new AuroraDatabase(stack, 'Database', { ...this.common, shard, ...this.group(shard), ...props });
  }

  public rds(shard?: number, props: Partial<RdsDatabaseProps> = {}, stack = this.stackOf(shard)): RdsDatabase {
    return new RdsDatabase(stack, 'Database', { ...this.common, shard, ...this.group(shard), ...props });
  }

  public sharded(first: IDatabase, props: Partial<ShardedDatabaseProps> = {}): ShardedDatabase {
    const defaults = { name: 'shop', first, controlTableName: 'shop-control-g1' };
    return new ShardedDatabase(this.data, 'Shards', { ...defaults, ...props });
  }

  public stackOf(shard = 0, region = 'eu-west-1'): Stack {
    return shard === 0 ? this.data : new Stack(this.app, `Shard${shard}`, { env: { region } });
  }

  private group(shard?: number) {
    const { securityGroup } = this;
    return shard === undefined ? { securityGroup } : { sharedSecurityGroup: securityGroup };
  }
}

/** An app with as many shards, and the template of each of its stacks. */
function templatesOf(count: number): Record<string, unknown> {
  const stacks = new Shards();
  const sharded = stacks.sharded(stacks.aurora());
  for (let shard = 1; shard < count; shard++) sharded.addShard(stacks.aurora(shard));
  sharded.bindToService(new TestService(stacks.svc, stacks.vpc));
  const { stacks: artifacts } = stacks.app.synth();
  return Object.fromEntries(artifacts.map((artifact) => [artifact.id, artifact.template as unknown]));
}

/** The rules that were broken, without the path that each error begins with. */
function broken(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(/^[- ]+/, ''));
  }
  return [];
}

describe('ShardedDatabase', () => {
  test('publishes where each shard is in the stack of that shard, past any proxy', () => {
    const stacks = new Shards();
    const sharded = stacks.sharded(stacks.aurora());
    const second = stacks.aurora(1);
    sharded.addShard(second);
    const names = (stack: Stack) =>
      Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter')).map(
        ({ Properties }) => (Properties as { Name: string }).Name,
      );
    const entries = ['admin', 'database', 'reader', 'secret', 'writer'];
    const published = (shard: number) => entries.map((entry) => `/shop/eu-west-1/shards/${shard}/${entry}`);
    expect(
      names(stacks.data)
        .filter((name) => name.includes('/shards/'))
        .sort(),
    ).toEqual(published(0));
    expect(
      names(Stack.of(second))
        .filter((name) => name.includes('/shards/'))
        .sort(),
    ).toEqual(published(1));
    expect(sharded.shards.map(({ databaseIdentifier }) => databaseIdentifier)).toEqual([
      'shop-aurora-g1',
      'shop-aurora-s1-g1',
    ]);
  });

  test('lets the databases of its security group follow each other, on the ports of both engines and no others', () => {
    const stacks = new Shards();
    stacks.sharded(stacks.aurora());
    const template = Template.fromStack(stacks.data);
    const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5433, Description: 'Shards to each other' };
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      ...rule,
      GroupId: Match.anyValue(),
      SourceSecurityGroupId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      ...rule,
      GroupId: Match.anyValue(),
      DestinationSecurityGroupId: Match.anyValue(),
    });
  });

  test('one more shard changes no byte of any other stack, nor of a service', () => {
    const [two, three] = [templatesOf(2), templatesOf(3)];
    expect(Object.keys(three).filter((id) => !(id in two))).toEqual(['Shard2']);
    for (const [id, template] of Object.entries(two)) expect(JSON.stringify(three[id])).toBe(JSON.stringify(template));
  });

  test('gives a service what every database gives, the map alone of the control table, and the secrets of services', () => {
    const stacks = new Shards();
    const service = new TestService(stacks.svc, stacks.vpc);
    stacks.sharded(stacks.aurora()).bindToService(service);
    expect(stacks.svc.resolve(service.environment)).toMatchObject({
      DATABASE_NAME: 'app',
      DATABASE_ENGINE: 'postgres',
      CONTROL_TABLE: 'shop-control-g1',
    });
    const policy = JSON.stringify(Template.fromStack(stacks.svc).findResources('AWS::IAM::ManagedPolicy'));
    expect(policy).toContain('"dynamodb:LeadingKeys":["shards"]');
    expect(policy).toContain(':secret:shop-aurora-g1-app-??????');
    expect(policy).toContain(':secret:shop-aurora-s*-app-??????');
    expect(policy).not.toContain('-admin');
  });

  test('takes plain RDS for PostgreSQL as well', () => {
    const stacks = new Shards();
    const sharded = stacks.sharded(stacks.rds());
    sharded.addShard(stacks.rds(1));
    expect(sharded.shards).toHaveLength(2);
  });
});

describe('What cannot be sharded is refused', () => {
  test('with every broken rule at once, and where it is', () => {
    const stacks = new Shards();
    const first = stacks.aurora(1, { name: 'store', parameters: {} });
    expect(broken(() => stacks.sharded(first, { name: 'Shop', controlTableName: 'a table' }))).toMatchSnapshot();
  });

  test('where the first database is another deployment’s, has a number, and does not replicate', () => {
    const stacks = new Shards();
    const first = stacks.aurora(1, { name: 'store', parameters: {} });
    expect(broken(() => stacks.sharded(first))).toMatchSnapshot();
  });

  test('where it runs MySQL', () => {
    const stacks = new Shards();
    const first = stacks.rds(undefined, { engine: RdsEngine.mysql(), parameters: {} });
    expect(broken(() => stacks.sharded(first))).toMatchSnapshot();
  });

  test('where it is no database of this library', () => {
    const stacks = new Shards();
    expect(broken(() => stacks.sharded({ databaseIdentifier: 'mine' } as IDatabase))).toMatchSnapshot();
  });

  test('where the next shard is on another engine, in another region and of another schema', () => {
    const stacks = new Shards();
    const sharded = stacks.sharded(stacks.aurora());
    const elsewhere = new Stack(stacks.app, 'Elsewhere', { env: { region: 'us-east-1' } });
    const next = stacks.rds(1, { databaseName: 'other' }, elsewhere);
    expect(broken(() => sharded.addShard(next))).toMatchSnapshot();
  });

  test('where the next shard leaves a number out', () => {
    const stacks = new Shards();
    const sharded = stacks.sharded(stacks.aurora());
    expect(broken(() => sharded.addShard(stacks.aurora(2)))).toMatchSnapshot();
  });

  test('where two shards are in one stack', () => {
    const stacks = new Shards();
    const sharded = stacks.sharded(stacks.aurora());
    const stack = stacks.stackOf(1);
    sharded.addShard(stacks.aurora(1, {}, stack));
    const next = new AuroraDatabase(stack, 'Next', {
      name: 'shop',
      vpc: stacks.vpc,
      shard: 2,
      sharedSecurityGroup: stacks.securityGroup,
      parameters: ShardedDatabase.PARAMETERS,
    });
    expect(broken(() => sharded.addShard(next))).toMatchSnapshot();
  });
});
