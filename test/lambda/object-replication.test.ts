import type { ReplicationConfiguration } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { bucketsOf } from '../../lambda/object-replication/aws';
import { handle } from '../../lambda/object-replication/handle';
import type { Buckets } from '../../lambda/object-replication/replicate';
import type { RegionalBucket } from '../../lib/contract/object-replication';
import { CloudFormation } from '../support/cloud-formation';

const ROLE = 'arn:aws:iam::111111111111:role/replication';
const HOME = { bucket: 'shop-objects-g1-111111111111-eu-west-1', region: 'eu-west-1' };
const FRANKFURT = { bucket: 'shop-objects-g1-111111111111-eu-central-1', region: 'eu-central-1' };
const TOKYO = { bucket: 'shop-objects-g1-111111111111-ap-northeast-1', region: 'ap-northeast-1' };
const PROPERTIES = { source: HOME, destinations: [FRANKFURT, TOKYO], role: ROLE };

const keyOf = ({ region }: RegionalBucket) => `arn:aws:kms:${region}:111111111111:key/of-${region}`;

/** S3 in every region. */
class S3 implements Buckets {
  public readonly keys = new Map([HOME, FRANKFURT, TOKYO].map((bucket) => [bucket.bucket, keyOf(bucket)]));
  public readonly configurations = new Map<string, ReplicationConfiguration>();
  public readonly asked: string[] = [];
  /** What the next requests fail with. */
  public failures: Error[] = [];

  public encryptionKey({ bucket, region }: RegionalBucket): Promise<string | undefined> {
    return this.answer(`key in ${region}`, () => this.keys.get(bucket));
  }

  public replicationRole({ bucket, region }: RegionalBucket): Promise<string | undefined> {
    return this.answer(`role in ${region}`, () => this.configurations.get(bucket)?.Role);
  }

  public putReplication({ bucket, region }: RegionalBucket, configuration: ReplicationConfiguration): Promise<void> {
    return this.answer(`put in ${region}`, () => void this.configurations.set(bucket, configuration));
  }

  public deleteReplication({ bucket, region }: RegionalBucket): Promise<void> {
    return this.answer(`delete in ${region}`, () => void this.configurations.delete(bucket));
  }

  private answer<T>(question: string, act: () => T): Promise<T> {
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    this.asked.push(question);
    return Promise.resolve(act());
  }
}

function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}

let cloudFormation: CloudFormation;
let s3: S3;
let time: number;

async function answerTo(event: CloudFormationCustomResourceEvent) {
  const clock = {
    now: () => time,
    sleep: (ms: number) => {
      time += ms;
      return Promise.resolve();
    },
  };
  await handle(event, { s3, clock });
  return cloudFormation.answers.at(-1)?.body;
}

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'info').mockImplementation();
  cloudFormation = new CloudFormation('Replication', 'Custom::ObjectReplication', PROPERTIES);
  await cloudFormation.start();
  s3 = new S3();
  time = 0;
});

afterEach(() => {
  cloudFormation.stop();
});

describe('object-replication', () => {
  const on = { Status: 'Enabled' };
  const ruleTo = (to: RegionalBucket, priority: number) => ({
    ID: `to-${to.region}`,
    Priority: priority,
    ...on,
    Filter: { Prefix: '' },
    DeleteMarkerReplication: on,
    SourceSelectionCriteria: { SseKmsEncryptedObjects: on, ReplicaModifications: on },
    Destination: {
      Bucket: `arn:aws:s3:::${to.bucket}`,
      EncryptionConfiguration: { ReplicaKmsKeyID: keyOf(to) },
      ReplicationTime: { ...on, Time: { Minutes: 15 } },
      Metrics: { ...on, EventThreshold: { Minutes: 15 } },
    },
  });
  const configuration = { Role: ROLE, Rules: [ruleTo(FRANKFURT, 1), ruleTo(TOKYO, 2)] };

  test('has a bucket replicated to every other region, with the key that each bucket has there', async () => {
    expect(await answerTo(cloudFormation.event('Create'))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: HOME.bucket,
    });
    expect(s3.configurations).toEqual(new Map([[HOME.bucket, configuration]]));
    expect(s3.asked).toEqual(['key in eu-central-1', 'key in ap-northeast-1', 'put in eu-west-1']);
  });

  test('puts the same again when it is asked twice, and what was changed by hand back', async () => {
    await answerTo(cloudFormation.event('Create'));
    s3.configurations.set(HOME.bucket, { Role: 'other', Rules: [] });
    expect(await answerTo(cloudFormation.event('Update'))).toMatchObject({ Status: 'SUCCESS' });
    expect(s3.configurations.get(HOME.bucket)).toEqual(configuration);
  });

  test('takes a region that left out of the rules', async () => {
    await answerTo(cloudFormation.event('Create'));
    await answerTo(cloudFormation.event('Update', { destinations: [TOKYO] }));
    expect(s3.configurations.get(HOME.bucket)?.Rules).toEqual([ruleTo(TOKYO, 1)]);
  });

  test('names buckets in the partition of the role', async () => {
    await answerTo(cloudFormation.event('Create', { role: 'arn:aws-cn:iam::111111111111:role/replication' }));
    const [rule] = s3.configurations.get(HOME.bucket)?.Rules ?? [];
    expect(rule?.Destination?.Bucket).toBe(`arn:aws-cn:s3:::${FRANKFURT.bucket}`);
  });

  test('waits for permissions that are as new as the request', async () => {
    s3.failures = [failure('AccessDenied'), failure('AccessDenied')];
    expect(await answerTo(cloudFormation.event('Create'))).toMatchObject({ Status: 'SUCCESS' });
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThan(60_000);
  });

  test.each([
    ['no key', undefined, 'none'],
    ['the id of a key', '1234', '1234'],
    ['a key of another region', keyOf(HOME), keyOf(HOME)],
  ])('refuses a bucket with %s, which S3 would accept', async (_case, key, shown) => {
    if (key === undefined) s3.keys.delete(FRANKFURT.bucket);
    else s3.keys.set(FRANKFURT.bucket, key);
    expect(await answerTo(cloudFormation.event('Create'))).toMatchObject({
      Status: 'FAILED',
      Reason: `bucket ${FRANKFURT.bucket} must be encrypted with a key of eu-central-1 by its ARN, got ${shown}; give its ObjectStore such a key`,
    });
    expect(s3.configurations.size).toBe(0);
  });

  test('says what S3 refuses', async () => {
    s3.putReplication = () => Promise.reject(new Error('Versioning must be enabled'));
    expect(await answerTo(cloudFormation.event('Update'))).toMatchObject({
      Status: 'FAILED',
      Reason: 'Versioning must be enabled',
    });
  });

  test('ends what it began when it is deleted', async () => {
    await answerTo(cloudFormation.event('Create'));
    expect(await answerTo(cloudFormation.event('Delete'))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'physical',
    });
    expect(s3.configurations.size).toBe(0);
  });

  test('leaves the replication of somebody else alone when it is deleted', async () => {
    s3.configurations.set(HOME.bucket, { Role: 'other', Rules: [] });
    expect(await answerTo(cloudFormation.event('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(s3.configurations.size).toBe(1);
  });

  test('is deleted although the bucket is gone', async () => {
    expect(await answerTo(cloudFormation.event('Delete'))).toMatchObject({ Status: 'SUCCESS' });
    expect(s3.asked).toEqual(['role in eu-west-1']);
  });

  test('is deleted although it may no longer touch the bucket', async () => {
    s3.replicationRole = () => Promise.reject(failure('AccessDenied'));
    expect(await answerTo(cloudFormation.event('Delete'))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('is not deleted while S3 fails', async () => {
    s3.replicationRole = () => Promise.reject(failure('InternalError'));
    expect(await answerTo(cloudFormation.event('Delete'))).toMatchObject({ Status: 'FAILED', Reason: 'InternalError' });
  });
});

describe('S3', () => {
  /** A client of S3 that answers as it is told, and remembers what it was asked, and where. */
  function client(answer: object | Error) {
    const asked: unknown[] = [];
    const clientIn = (region: string) => ({
      send: (command: { input: unknown }) => {
        asked.push([region, command.input]);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    });
    return { asked, buckets: bucketsOf(clientIn) };
  }

  test('says in the region of a bucket what encrypts it', async () => {
    const ask = (encryption: object) => {
      const rule = { ApplyServerSideEncryptionByDefault: encryption };
      return client({ ServerSideEncryptionConfiguration: { Rules: [rule] } });
    };
    const { asked, buckets } = ask({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyOf(TOKYO) });
    expect(await buckets.encryptionKey(TOKYO)).toBe(keyOf(TOKYO));
    expect(asked).toEqual([['ap-northeast-1', { Bucket: TOKYO.bucket }]]);
    expect(await ask({ SSEAlgorithm: 'AES256' }).buckets.encryptionKey(TOKYO)).toBeUndefined();
    expect(await client({}).buckets.encryptionKey(TOKYO)).toBeUndefined();
  });

  test('says that a bucket is not there yet', async () => {
    await expect(client(failure('NoSuchBucket')).buckets.encryptionKey(TOKYO)).rejects.toThrow(
      `there is no bucket ${TOKYO.bucket} in ap-northeast-1; deploy its ObjectStore before its replication`,
    );
    await expect(client(failure('AccessDenied')).buckets.encryptionKey(TOKYO)).rejects.toThrow('AccessDenied');
  });

  test('says by which role a bucket is replicated, if it is', async () => {
    const ask = (answer: object | Error) => client(answer).buckets.replicationRole(HOME);
    expect(await ask({ ReplicationConfiguration: { Role: ROLE } })).toBe(ROLE);
    expect(await ask(failure('ReplicationConfigurationNotFoundError'))).toBeUndefined();
    expect(await ask(failure('NoSuchBucket'))).toBeUndefined();
    await expect(ask(failure('AccessDenied'))).rejects.toThrow('AccessDenied');
  });

  test('replicates a bucket, and stops it, in its own region', async () => {
    const { asked, buckets } = client({});
    const configuration = { Role: ROLE, Rules: [] };
    await buckets.putReplication(FRANKFURT, configuration);
    await buckets.deleteReplication(FRANKFURT);
    expect(asked).toEqual([
      ['eu-central-1', { Bucket: FRANKFURT.bucket, ReplicationConfiguration: configuration }],
      ['eu-central-1', { Bucket: FRANKFURT.bucket }],
    ]);
  });
});
