import { bucketsOf, vaultsOf } from '../../lambda/empty-on-delete/aws';
import type { Buckets, ObjectVersion, Refusal, Upload } from '../../lambda/empty-on-delete/bucket';
import { handle } from '../../lambda/empty-on-delete/handle';
import type { Page } from '../../lambda/empty-on-delete/pages';
import type { RecoveryPoint, Vaults } from '../../lambda/empty-on-delete/vault';
import { CloudFormation } from '../support/cloud-formation';

const FIFTEEN_MINUTES = 900_000;

/** A clock that runs only while somebody sleeps, or as a test says. */
class Clock {
  public time = 0;
  public readonly now = (): number => this.time;
  public readonly sleep = (ms: number): Promise<void> => {
    this.time += ms;
    return Promise.resolve();
  };
}

function pageOf<Item>(items: readonly Item[], next: unknown, size: number): Page<Item> {
  const start = Number(next ?? 0);
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? end : undefined };
}

/** A bucket: what is deleted of it is gone when it is next listed from the beginning, as in S3. */
class Bucket implements Buckets {
  public versions: ObjectVersion[] = [];
  public uploads: Upload[] = [];
  public held = new Set<string>();
  public disposable = true;
  public readonly requests: number[] = [];
  /** Called after each deletion: somebody may still be writing. */
  public onDelete: () => void = () => undefined;
  private listed: ObjectVersion[] = [];

  public isDisposable = jest.fn(() => Promise.resolve(this.disposable));

  public listVersions(_bucket: string, next?: unknown): Promise<Page<ObjectVersion>> {
    if (next === undefined) this.listed = [...this.versions];
    return Promise.resolve(pageOf(this.listed, next, 1000));
  }

  public deleteVersions(_bucket: string, versions: readonly ObjectVersion[]): Promise<Refusal[]> {
    this.requests.push(versions.length);
    const gone = versions.filter(({ key }) => !this.held.has(key));
    this.versions = this.versions.filter((version) => !gone.includes(version));
    this.onDelete();
    return Promise.resolve(
      versions.filter(({ key }) => this.held.has(key)).map((version) => ({ ...version, reason: 'AccessDenied: held' })),
    );
  }

  public listUploads(_bucket: string, next?: unknown): Promise<Page<Upload>> {
    return Promise.resolve(pageOf([...this.uploads], next, 1000));
  }

  public abortUpload(_bucket: string, upload: Upload): Promise<void> {
    this.uploads = this.uploads.filter((other) => other !== upload);
    return Promise.resolve();
  }
}

/** A vault whose backups take some rounds to go. */
class Vault implements Vaults {
  public points: RecoveryPoint[] = [];
  public readonly deletions: string[] = [];
  /** Why a backup cannot be deleted. */
  public readonly refusals = new Map<string, string>();
  public isDisposable = jest.fn(() => Promise.resolve(true));

  public listRecoveryPoints(_vault: string, next?: unknown): Promise<Page<RecoveryPoint>> {
    const page = pageOf(this.points, next, 2);
    if (page.next === undefined) this.points = this.points.filter(({ status }) => status !== 'DELETING');
    return Promise.resolve(page);
  }

  public deleteRecoveryPoint(_vault: string, arn: string): Promise<void> {
    const refusal = this.refusals.get(arn);
    if (refusal !== undefined) return Promise.reject(new Error(refusal));
    this.deletions.push(arn);
    this.points = this.points.map((point) => (point.arn === arn ? { ...point, status: 'DELETING' } : point));
    return Promise.resolve();
  }
}

let cloudFormation: CloudFormation;
let bucket: Bucket;
let vault: Vault;
let clock: Clock;

async function answerTo(
  request: 'Create' | 'Update' | 'Delete',
  properties: object = { bucket: 'shop-objects' },
  remainingMs = FIFTEEN_MINUTES,
): Promise<Record<string, string> | undefined> {
  await handle(cloudFormation.event(request, properties), remainingMs, { s3: bucket, backup: vault, clock });
  return cloudFormation.answers.at(-1)?.body;
}

function versions(count: number, prefix = 'object'): ObjectVersion[] {
  return Array.from({ length: count }, (_, index) => ({ key: `${prefix}-${index}`, versionId: `v${index}` }));
}

function points(...names: string[]): RecoveryPoint[] {
  return names.map((name) => ({ arn: `arn:${name}`, status: 'COMPLETED' }));
}

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'info').mockImplementation();
  bucket = new Bucket();
  vault = new Vault();
  clock = new Clock();
  cloudFormation = new CloudFormation('Contents', 'Custom::DisposableContents');
  await cloudFormation.start();
});

afterEach(() => {
  cloudFormation.stop();
  jest.restoreAllMocks();
});

describe('empty-on-delete', () => {
  test.each(['Create', 'Update'] as const)('deletes nothing on %s, and takes the name as its id', async (request) => {
    bucket.versions = versions(3);
    expect(await answerTo(request)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'shop-objects' });
    expect(await answerTo(request, { vault: 'shop-vault' })).toMatchObject({ PhysicalResourceId: 'shop-vault' });
    expect(bucket.versions).toHaveLength(3);
    expect(bucket.isDisposable).not.toHaveBeenCalled();
  });

  test('keeps its id on Delete, whatever it was', async () => {
    expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'physical' });
  });

  test.each([{ bucket: 'shop-objects' }, { vault: 'shop-vault' }])(
    'leaves alone what is gone or has become permanent: %j',
    async (properties) => {
      bucket.versions = versions(1);
      vault.points = points('a');
      bucket.disposable = false;
      vault.isDisposable.mockResolvedValue(false);
      expect(await answerTo('Delete', properties)).toMatchObject({ Status: 'SUCCESS' });
      expect([bucket.versions.length, vault.points.length]).toEqual([1, 1]);
    },
  );

  test('waits until IAM knows a new role', async () => {
    bucket.versions = versions(1);
    bucket.isDisposable.mockRejectedValueOnce(Object.assign(new Error('denied'), { name: 'AccessDenied' }));
    expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(bucket.versions).toEqual([]);
  });

  test('leaves to CloudFormation what it is denied for a minute: AWS Backup denies what is not there', async () => {
    vault.isDisposable.mockRejectedValue(Object.assign(new Error('denied'), { name: 'AccessDeniedException' }));
    expect(await answerTo('Delete', { vault: 'shop-vault' })).toMatchObject({ Status: 'SUCCESS' });
    expect(clock.time).toBe(60_000);
  });

  test('fails on any other error, with its text', async () => {
    bucket.isDisposable.mockRejectedValue(new Error('SlowDown'));
    expect(await answerTo('Delete')).toMatchObject({ Status: 'FAILED', Reason: 'SlowDown' });
  });
});

describe('a bucket', () => {
  test('loses every version and every unfinished upload, page by page', async () => {
    bucket.versions = versions(4321);
    bucket.uploads = versions(1005).map(({ key, versionId }) => ({ key, uploadId: versionId }));
    expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect([bucket.versions, bucket.uploads]).toEqual([[], []]);
    expect(bucket.requests).toEqual([1000, 1000, 1000, 1000, 321]);
  });

  test('is looked at once when it is empty', async () => {
    await answerTo('Delete');
    expect([bucket.requests, clock.time]).toEqual([[], 0]);
  });

  test('is emptied again of what was written meanwhile', async () => {
    bucket.versions = versions(10);
    let late = 2;
    bucket.onDelete = () => {
      if (late-- > 0) bucket.versions.push(...versions(1, `late-${late}`));
    };
    expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(bucket.versions).toEqual([]);
    expect(bucket.requests).toEqual([10, 1, 1]);
  });

  test('says which versions S3 keeps, after deleting all others', async () => {
    bucket.versions = versions(1500);
    bucket.held = new Set(['object-3', 'object-1400']);
    expect(await answerTo('Delete')).toMatchObject({
      Status: 'FAILED',
      Reason:
        'bucket shop-objects keeps 2 of 1500 versions, the first is "object-3" (v3): AccessDenied: held; lift what holds them, such as a legal hold, and delete the stack again',
    });
    expect(bucket.versions).toHaveLength(2);
  });

  test('that is too full answers in time, and goes on when it is asked again', async () => {
    bucket.versions = versions(9000);
    bucket.onDelete = () => (clock.time += 200_000);
    expect(await answerTo('Delete')).toMatchObject({
      Status: 'FAILED',
      Reason: 'shop-objects is not empty after 840 seconds; delete the stack again, which goes on from here',
    });
    const left = bucket.versions.length;
    expect(left).toBeLessThan(9000);
    bucket.onDelete = () => undefined;
    expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(bucket.versions).toEqual([]);
  });

  test('that is written to all the time answers in time', async () => {
    bucket.versions = versions(1);
    bucket.onDelete = () => bucket.versions.push(...versions(1));
    expect((await answerTo('Delete'))?.Reason).toMatch(/^shop-objects is not empty after 840 seconds;/);
    expect(clock.time).toBe(840_000);
  });

  test('passes on why a request failed', async () => {
    bucket.versions = versions(5000);
    bucket.deleteVersions = () => Promise.reject(new Error('InternalError'));
    expect(await answerTo('Delete')).toMatchObject({ Status: 'FAILED', Reason: 'InternalError' });
  });
});

describe('a vault', () => {
  const VAULT = { vault: 'shop-vault' };

  test('loses every backup, page by page, and is waited for', async () => {
    vault.points = points('a', 'b', 'c', 'd', 'e');
    expect(await answerTo('Delete', VAULT)).toMatchObject({ Status: 'SUCCESS' });
    expect(vault.deletions).toEqual(['arn:a', 'arn:b', 'arn:c', 'arn:d', 'arn:e']);
    expect(vault.points).toEqual([]);
    expect(clock.time).toBeGreaterThan(0);
  });

  test('asks again for a backup that could not be deleted yet', async () => {
    vault.points = points('a', 'b');
    vault.refusals.set('arn:a', 'being created');
    const sleep = clock.sleep;
    const slow: Clock['sleep'] = (ms) => {
      if (clock.time > 100_000) vault.refusals.clear();
      return sleep(ms);
    };
    const ports = { s3: bucket, backup: vault, clock: { now: clock.now, sleep: slow } };
    await handle(cloudFormation.event('Delete', VAULT), FIFTEEN_MINUTES, ports);
    expect(cloudFormation.answers.at(-1)?.body).toMatchObject({ Status: 'SUCCESS' });
    expect(vault.deletions).toEqual(['arn:b', 'arn:a']);
  });

  test('gives up after five minutes in which nothing went, and says why', async () => {
    vault.points = points('a', 'b', 'c');
    vault.refusals.set('arn:b', 'vault is locked').set('arn:c', 'vault is locked');
    expect(await answerTo('Delete', VAULT)).toMatchObject({
      Status: 'FAILED',
      Reason:
        'vault shop-vault keeps 2 backups, the first is arn:b (COMPLETED): vault is locked; delete the stack again when they can be deleted',
    });
    expect(clock.time).toBeLessThan(400_000);
  });

  test('whose backups take too long to go answers in time', async () => {
    vault.points = [{ arn: 'arn:a', status: 'DELETING' }];
    vault.listRecoveryPoints = () => Promise.resolve({ items: vault.points });
    expect((await answerTo('Delete', VAULT))?.Reason).toBe(
      'shop-vault is not empty after 840 seconds; delete the stack again, which goes on from here',
    );
  });
});

/** A client of AWS that answers as it is told, and remembers what it was asked. */
function client(...answers: (object | Error)[]) {
  const asked: unknown[] = [];
  const send = (command: { input: unknown }) => {
    asked.push(command.input);
    const answer = answers.shift() ?? {};
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, send } as { asked: unknown[]; send: never };
}

function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('S3', () => {
  test('knows a disposable bucket by its tag', async () => {
    const tag = { Key: 'zero-to-millions:disposable', Value: 'true' };
    const ask = (answer: object | Error) => bucketsOf(client(answer)).isDisposable('shop');
    expect(await ask({ TagSet: [{ Key: 'team', Value: 'a' }, tag] })).toBe(true);
    expect(await ask({ TagSet: [{ ...tag, Value: 'false' }] })).toBe(false);
    expect(await ask(failure('NoSuchTagSet'))).toBe(false);
    expect(await ask(failure('NoSuchBucket'))).toBe(false);
    await expect(ask(failure('AccessDenied'))).rejects.toThrow('AccessDenied');
  });

  test('lists versions and markers under names that no XML can hold', async () => {
    const s3 = client({
      Versions: [{ Key: 'a+b%2Bc%01', VersionId: 'v1' }],
      DeleteMarkers: [{ Key: 'gone', VersionId: 'v2' }],
      IsTruncated: true,
      NextKeyMarker: 'go+on',
      NextVersionIdMarker: 'v2',
    });
    const page = await bucketsOf(s3).listVersions('shop');
    expect(page.items).toEqual([
      { key: 'a b+c\u0001', versionId: 'v1' },
      { key: 'gone', versionId: 'v2' },
    ]);
    await bucketsOf(s3).listVersions('shop', page.next);
    expect(s3.asked).toEqual([
      { Bucket: 'shop', EncodingType: 'url' },
      { Bucket: 'shop', EncodingType: 'url', KeyMarker: 'go on', VersionIdMarker: 'v2' },
    ]);
  });

  test('lists the last page as the last', async () => {
    expect(await bucketsOf(client({})).listVersions('shop')).toEqual({ items: [], next: undefined });
    expect(await bucketsOf(client({})).listUploads('shop')).toEqual({ items: [], next: undefined });
  });

  test('deletes versions for good, and says which it does not', async () => {
    const s3 = client({ Errors: [{ Key: 'b', VersionId: 'v2', Code: 'AccessDenied', Message: 'held' }] });
    const refusals = await bucketsOf(s3).deleteVersions('shop', [
      { key: 'a', versionId: 'v1' },
      { key: 'b', versionId: 'v2' },
    ]);
    expect(refusals).toEqual([{ key: 'b', versionId: 'v2', reason: 'AccessDenied: held' }]);
    expect(s3.asked).toEqual([
      {
        Bucket: 'shop',
        Delete: {
          Objects: [
            { Key: 'a', VersionId: 'v1' },
            { Key: 'b', VersionId: 'v2' },
          ],
          Quiet: true,
        },
      },
    ]);
  });

  test('lists unfinished uploads and aborts them, even one that is over by then', async () => {
    const s3 = client(
      { Uploads: [{ Key: 'a+b', UploadId: '1' }], IsTruncated: true, NextKeyMarker: 'a+b', NextUploadIdMarker: '1' },
      failure('NoSuchUpload'),
    );
    const page = await bucketsOf(s3).listUploads('shop');
    expect(page).toEqual({ items: [{ key: 'a b', uploadId: '1' }], next: { KeyMarker: 'a b', UploadIdMarker: '1' } });
    await bucketsOf(s3).abortUpload('shop', page.items[0]);
    expect(s3.asked[1]).toEqual({ Bucket: 'shop', Key: 'a b', UploadId: '1' });
  });
});

describe('AWS Backup', () => {
  const arnOf = (name: string) => `arn:${name}`;

  test('knows a disposable vault by its tag', async () => {
    const backup = client({ Tags: { 'zero-to-millions:disposable': 'true' } }, { Tags: {} });
    expect(await vaultsOf(backup, arnOf).isDisposable('shop')).toBe(true);
    expect(await vaultsOf(backup, arnOf).isDisposable('shop')).toBe(false);
    expect(backup.asked[0]).toEqual({ ResourceArn: 'arn:shop' });
    expect(await vaultsOf(client(failure('ResourceNotFoundException')), arnOf).isDisposable('shop')).toBe(false);
  });

  test('lists backups and deletes them, even one that is gone by then', async () => {
    const backup = client(
      { RecoveryPoints: [{ RecoveryPointArn: 'arn:a', Status: 'COMPLETED' }], NextToken: 'more' },
      { RecoveryPoints: [] },
      failure('ResourceNotFoundException'),
    );
    const ports = vaultsOf(backup, arnOf);
    const page = await ports.listRecoveryPoints('shop');
    expect(page).toEqual({ items: [{ arn: 'arn:a', status: 'COMPLETED' }], next: 'more' });
    expect(await ports.listRecoveryPoints('shop', page.next)).toEqual({ items: [], next: undefined });
    await ports.deleteRecoveryPoint('shop', 'arn:a');
    expect(backup.asked).toEqual([
      { BackupVaultName: 'shop', NextToken: undefined },
      { BackupVaultName: 'shop', NextToken: 'more' },
      { BackupVaultName: 'shop', RecoveryPointArn: 'arn:a' },
    ]);
  });
});
