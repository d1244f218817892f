import { Lazy, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { importedNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import {
  AuroraDatabase,
  AuroraGlobalDatabase,
  AuroraSecondaryDatabase,
  RdsDatabase,
  RdsReplicaDatabase,
  type AuroraDatabaseProps,
  type AuroraGlobalDatabaseProps,
  type AuroraSecondaryDatabaseProps,
  type RdsReplicaDatabaseProps,
} from '../../lib';
import { testApp, testStack } from '../support/test-app';

function replicas(replicaRegions: unknown): () => unknown {
  return () => {
    const stack = testStack();
    const props = { name: 'shop', vpc: importedNetwork(stack), replicaRegions } as AuroraDatabaseProps;
    return new AuroraDatabase(stack, 'Database', props);
  };
}

function global(
  props: Unchecked<AuroraGlobalDatabaseProps>,
  options: Partial<AuroraDatabaseProps> = {},
): () => unknown {
  return () => {
    const stack = testStack();
    const source = new AuroraDatabase(stack, 'Database', { name: 'shop', vpc: importedNetwork(stack), ...options });
    return new AuroraGlobalDatabase(stack, 'Global', { name: 'shop', source, ...props } as AuroraGlobalDatabaseProps);
  };
}

function secondary(
  props: Unchecked<AuroraSecondaryDatabaseProps>,
  region: string | undefined = 'us-east-1',
  options: Partial<AuroraDatabaseProps> = {},
): () => unknown {
  return () => {
    const app = testApp();
    const home = new Stack(app, 'Home', { env: { region: 'eu-west-1' } });
    const source = new AuroraDatabase(home, 'Database', { name: 'shop', vpc: importedNetwork(home), ...options });
    const globalDatabase = new AuroraGlobalDatabase(home, 'Global', { name: 'shop', source });
    const stack = testStack({ env: { region } }, app);
    const all = { globalDatabase, vpc: importedNetwork(stack), ...props };
    return new AuroraSecondaryDatabase(stack, 'Database', all as AuroraSecondaryDatabaseProps);
  };
}

function replica(props: Unchecked<RdsReplicaDatabaseProps>, region = 'us-east-1'): () => unknown {
  return () => {
    const app = testApp();
    const home = new Stack(app, 'Home', { env: { region: 'eu-west-1' } });
    const source = new RdsDatabase(home, 'Database', { name: 'shop', vpc: importedNetwork(home) });
    const stack = testStack({ env: { region } }, app);
    const all = { source, vpc: importedNetwork(stack), ...props };
    return new RdsReplicaDatabase(stack, 'Database', all as RdsReplicaDatabaseProps);
  };
}

export const REGIONS: readonly WrongInput[] = [
  {
    wrong: 'a city that credentials are replicated to',
    make: replicas([{ region: 'Frankfurt' }]),
    error:
      'Test/Database: replicaRegions[0].region must be the literal name of a region, got "Frankfurt"; write it as text, such as "eu-central-1"',
  },
  {
    wrong: 'a region that is known only at deployment',
    make: replicas([{ region: Lazy.string({ produce: () => 'us-east-1' }) }]),
    error:
      'Test/Database: replicaRegions[0].region must be the literal name of a region, got a token; write it as text, such as "eu-central-1"',
  },
  {
    wrong: 'a region without a name',
    make: replicas([{}]),
    error:
      'Test/Database: replicaRegions[0].region must be the literal name of a region, got undefined; write it as text, such as "eu-central-1"',
  },
  {
    wrong: 'credentials that are replicated to where they are',
    make: replicas([{ region: 'us-east-1' }, { region: 'eu-west-1' }]),
    error:
      'Test/Database: replicaRegions[1].region must not be that of the database, got "eu-west-1"; name the other regions alone',
  },
  {
    wrong: 'credentials that are replicated twice',
    make: replicas([{ region: 'us-east-1' }, { region: 'us-east-1' }]),
    error: 'Test/Database: replicaRegions must not repeat a region, got us-east-1; name each region once',
  },
  {
    wrong: 'credentials in more regions than Aurora has',
    make: replicas(Array.from({ length: 11 }, (_, index) => ({ region: `xx-region${'a'.repeat(index)}-1` }))),
    error: 'Test/Database: replicaRegions must hold at most 10 regions, got 11; Aurora replicates to no more',
  },
  {
    wrong: 'one replica that is no list',
    make: replicas({ region: 'us-east-1' }),
    error: 'Test/Database: replicaRegions must be a list, got {"region":"us-east-1"}; put it in square brackets',
  },
  {
    wrong: 'everything about a global database',
    make: global({ name: 'Shop', generation: 0, disposable: 'no', source: 'shop-aurora-g1' }),
    error: [
      'Test/Global:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      '  - disposable must be true or false, got "no"; write true or false, without quotes',
      '  - source must be an AuroraDatabase, got "shop-aurora-g1"; plain RDS has RdsReplicaDatabase for other regions',
    ],
  },
  {
    wrong: 'a global database of another deployment',
    make: global({ name: 'shop-two' }),
    error: 'Test/Global: name must be that of the source, got "shop-two" with shop; one deployment has one name',
  },
  {
    wrong: 'a global database that would sleep',
    make: global({}, { minCapacity: 0 }),
    error:
      'Test/Global: source must have a minCapacity of at least 0.5, got 0; the primary of a global database never pauses, so raise it',
  },
  {
    wrong: 'a global database away from home',
    make: () => {
      const home = testStack();
      const source = new AuroraDatabase(home, 'Database', { name: 'shop', vpc: importedNetwork(home) });
      const stack = new Stack(home.node.root, 'Other', { env: { region: 'us-east-1' } });
      return new AuroraGlobalDatabase(stack, 'Global', { name: 'shop', source });
    },
    error: 'Other/Global: source must be in the region of the global database, got eu-west-1; define both in one stack',
  },
  {
    wrong: 'everything about a secondary',
    make: secondary({
      instances: 0,
      minCapacity: 0,
      maxCapacity: 300,
      disposable: 1,
      writeForwarding: 'on',
      iamAuthentication: 'yes',
      backupRetention: 7,
    }),
    error: [
      'Test/Database:',
      '  - disposable must be true or false, got 1; write true or false, without quotes',
      '  - instances must be a whole number between 1 and 16, got 0; a secondary has a reader more than a primary, as it has no writer',
      '  - minCapacity must be at least 0.5 in a secondary, got 0; one that sleeps would have to wake before it can be promoted',
      '  - backupRetention must be a Duration, got 7; write it as Duration.days(1)',
      '  - iamAuthentication must be true or false, got "yes"; write true or false, without quotes',
      '  - maxCapacity must be between 1 and 256, got 300; beyond it, divide the data over several databases',
      '  - writeForwarding must be true or false, got "on"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'a secondary at home',
    make: secondary({}, 'eu-west-1'),
    error:
      'Test/Database: env.region of the stack must not be that of globalDatabase, got "eu-west-1"; define it in a stack of another region',
  },
  {
    wrong: 'a secondary anywhere',
    make: () => {
      const home = testStack();
      const source = new AuroraDatabase(home, 'Database', { name: 'shop', vpc: importedNetwork(home) });
      const globalDatabase = new AuroraGlobalDatabase(home, 'Global', { name: 'shop', source });
      const stack = new Stack(home.node.root, 'Anywhere');
      return new AuroraSecondaryDatabase(stack, 'Database', { globalDatabase, vpc: importedNetwork(stack) });
    },
    error:
      'Anywhere/Database: env.region of the stack must be the literal name of a region, got a token; set it on the stack',
  },
  {
    wrong: 'writes that are forwarded by a version that cannot',
    make: secondary({ writeForwarding: true }, 'us-east-1', {
      engineVersion: rds.AuroraPostgresEngineVersion.of('15.3', '15'),
    }),
    error:
      'Test/Database: writeForwarding must come with engineVersion 14.9, 15.4, 16.1 or later, got 15.3; raise it at home',
  },
  {
    wrong: 'a replica of a name',
    make: replica({ source: 'shop-rds-g1' }),
    error:
      'Test/Database: source must be an RdsDatabase, got "shop-rds-g1"; Aurora has AuroraSecondaryDatabase for other regions',
  },
  {
    wrong: 'a replica at home',
    make: replica({}, 'eu-west-1'),
    error:
      'Test/Database: env.region of the stack must not be that of source, got "eu-west-1"; define it in a stack of another region',
  },
  {
    wrong: 'a replica of another kind of instance, of less storage, that is kept as text',
    make: replica({
      instanceType: new ec2.InstanceType('c7g.large'),
      maxStorage: Size.gibibytes(20),
      disposable: 'no',
    }),
    error: [
      'Test/Database:',
      '  - disposable must be true or false, got "no"; write true or false, without quotes',
      '  - maxStorage must be at least 10 percent more than storage, got 20 GiB with 20 GiB; raise it, RDS grows storage in steps of that size',
      '  - instanceType must be of a family that current PostgreSQL and MySQL run on, got c7g.large; use t4g.micro or larger, m7g, r7g or the like',
    ],
  },
];
