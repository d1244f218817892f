import { Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { importedNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import { RdsDatabase, RdsEngine, type RdsDatabaseProps } from '../../lib';
import { testStack } from '../support/test-app';

function database(props: Unchecked<RdsDatabaseProps>): () => unknown {
  return () => {
    const stack = testStack();
    const vpc = importedNetwork(stack);
    return new RdsDatabase(stack, 'Database', { name: 'shop', vpc, ...props } as RdsDatabaseProps);
  };
}

export const RDS: readonly WrongInput[] = [
  {
    wrong: 'everything at once',
    make: database({
      readers: -1,
      proxy: true,
      parameters: { require_secure_transport: 'OFF' },
      storage: Size.gibibytes(10),
      maxStorage: Size.gibibytes(10),
      engine: RdsEngine.mysql(rds.MysqlEngineVersion.VER_5_7),
      instanceType: new ec2.InstanceType('a1.large'),
    }),
    error: [
      'Test/Database:',
      '  - readers must be a whole number between 0 and 15, got -1; one writer feeds no more; divide the data over several databases',
      '  - iamAuthentication must be true with a proxy, got undefined; a proxy knows one password at a time, and the two users of a service take turns',
      '  - parameters must not hold require_secure_transport, got "OFF"; TLS is always required, leave it out',
      '  - storage in GiB must be a whole number between 20 and 65536, got 10; gp3 has these limits with both engines, and storage can never shrink',
      '  - maxStorage in GiB must be a whole number between 20 and 65536, got 10; gp3 has these limits with both engines',
      '  - maxStorage must be at least 10 percent more than storage, got 10 GiB with 10 GiB; raise it, RDS grows storage in steps of that size',
      '  - engine must name a minor version, got mysql 5.7; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
      '  - engine must be mysql 8 or later, got 5.7; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
      '  - instanceType must be of a family that current PostgreSQL and MySQL run on, got a1.large; use t4g.micro or larger, m7g, r7g or the like',
    ],
  },
  {
    wrong: 'too many replicas',
    make: database({ readers: 16 }),
    error:
      'Test/Database: readers must be a whole number between 0 and 15, got 16; one writer feeds no more; divide the data over several databases',
  },
  {
    wrong: 'storage below that of the engine',
    make: database({ storage: Size.gibibytes(19) }),
    error:
      'Test/Database: storage in GiB must be a whole number between 20 and 65536, got 19; gp3 has these limits with both engines, and storage can never shrink',
  },
  {
    wrong: 'storage that is no whole GiB',
    make: database({ storage: Size.mebibytes(20_500) }),
    error:
      'Test/Database: storage in GiB must be a whole number between 20 and 65536, got 20.01953125; gp3 has these limits with both engines, and storage can never shrink',
  },
  {
    wrong: 'storage that is no Size',
    make: database({ storage: '20 GiB' }),
    error:
      'Test/Database: storage in GiB must be a whole number between 20 and 65536, got "20 GiB"; gp3 has these limits with both engines, and storage can never shrink',
  },
  {
    wrong: 'more storage than there is',
    make: database({ maxStorage: Size.gibibytes(65_537) }),
    error:
      'Test/Database: maxStorage in GiB must be a whole number between 20 and 65536, got 65537; gp3 has these limits with both engines',
  },
  {
    wrong: 'storage without room to grow',
    make: database({ storage: Size.gibibytes(100), maxStorage: Size.gibibytes(109) }),
    error:
      'Test/Database: maxStorage must be at least 10 percent more than storage, got 109 GiB with 100 GiB; raise it, RDS grows storage in steps of that size',
  },
  {
    wrong: 'the name of an engine',
    make: database({ engine: 'mysql' }),
    error: 'Test/Database: engine must be an RdsEngine, got "mysql"; use RdsEngine.mysql()',
  },
  {
    wrong: 'a major version of PostgreSQL alone',
    make: database({ engine: RdsEngine.postgres(rds.PostgresEngineVersion.VER_17) }),
    error:
      'Test/Database: engine must name a minor version, got postgres 17; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
  },
  {
    wrong: 'a major version of MySQL alone',
    make: database({ engine: RdsEngine.mysql(rds.MysqlEngineVersion.VER_8_0) }),
    error:
      'Test/Database: engine must name a minor version, got mysql 8.0; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
  },
  {
    wrong: 'a version of MySQL without roles',
    make: database({ engine: RdsEngine.mysql(rds.MysqlEngineVersion.VER_5_7_44) }),
    error:
      'Test/Database: engine must be mysql 8 or later, got 5.7.44; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
  },
  {
    wrong: 'an instance type that databases do not run on',
    make: database({ instanceType: new ec2.InstanceType('c7g.large') }),
    error:
      'Test/Database: instanceType must be of a family that current PostgreSQL and MySQL run on, got c7g.large; use t4g.micro or larger, m7g, r7g or the like',
  },
  {
    wrong: 'a replica of a type that is too small',
    make: database({ replicaInstanceType: new ec2.InstanceType('t4g.nano') }),
    error:
      'Test/Database: replicaInstanceType must be of a family that current PostgreSQL and MySQL run on, got t4g.nano; use t4g.micro or larger, m7g, r7g or the like',
  },
];
