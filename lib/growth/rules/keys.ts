import { row, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import { added, always, and, decreased, exchanged, lists, removed, switchedOff, when } from './when';

const KEY = 'AWS::KMS::Key';
const SECRET = 'AWS::SecretsManager::Secret';
const POOL = 'AWS::Cognito::UserPool';
const { REJECTED, REPLACED, UPDATED } = Verdict;

const SECOND_KEY = 'add a second key, encrypt with it what is new, and keep the first for what is old';

const SECOND_POOL = 'add a second pool, and let users move into it when they sign in (a migration trigger)';

/** What a pool is made with: CloudFormation tries, and Cognito refuses. */
const POOL_FIXED = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const;

/** Rules about keys, secrets and users. */
export const KEY_RULES: readonly Rule[] = [
  row(
    KEY,
    'MultiRegion',
    always,
    REJECTED,
    'a key is multi-Region, or not, from the start; the specification does not know',
    SOURCES.kmsMultiRegion,
    { remedy: SECOND_KEY },
  ),
  ...['KeySpec', 'KeyUsage', 'Origin'].map((property) =>
    row(
      KEY,
      property,
      and(exchanged, 'or given for the first time', () => true),
      REJECTED,
      'it is chosen when the key is made; the specification does not know',
      SOURCES.kmsKey,
      { remedy: SECOND_KEY },
    ),
  ),
  row(
    KEY,
    'Enabled',
    when('switched off', ({ after }) => after === false || after === 'false'),
    UPDATED,
    'nothing that the key encrypts can be read any more',
    SOURCES.kmsDisabled,
    { blocks: true, remedy: 'keep the key enabled while anything is encrypted by it' },
  ),
  row(KEY, 'EnableKeyRotation', switchedOff, UPDATED, 'old material of the key stays; no more is made', SOURCES.kmsKey),
  row(
    KEY,
    'PendingWindowInDays',
    decreased,
    UPDATED,
    'there is less time to notice that a key was deleted',
    SOURCES.kmsKey,
  ),

  row(
    SECRET,
    'Name',
    always,
    REPLACED,
    'the name is the identity: another one is another secret, with another value',
    SOURCES.specification,
    { remedy: 'keep the name' },
  ),
  row(SECRET, 'GenerateSecretString', removed, UPDATED, 'the value stays as it is', SOURCES.secretGenerated),
  row(
    SECRET,
    'GenerateSecretString',
    always,
    UPDATED,
    'any change of the block generates a new value: the one that is in use is lost, and nobody tells the database',
    SOURCES.secretGenerated,
    { blocks: true, remedy: 'keep the block as it is, and rotate the secret instead' },
  ),
  row(
    SECRET,
    'SecretString',
    always,
    UPDATED,
    'a new version with the new value becomes the current one',
    SOURCES.secretGenerated,
  ),
  row(
    SECRET,
    'ReplicaRegions',
    when('a region is missing', ({ before, after }) =>
      lists(before, after, (old, now) => old.some((item) => !now.some((other) => regionOf(other) === regionOf(item)))),
    ),
    UPDATED,
    'the copy in that region is deleted',
    SOURCES.specification,
    { blocks: true, remedy: 'move its readers first' },
  ),
  row(
    SECRET,
    'KmsKeyId',
    always,
    UPDATED,
    'the current versions are encrypted again with the new key; the old one has to stay for the others',
    SOURCES.secretGenerated,
  ),

  ...POOL_FIXED.map((property) =>
    row(
      POOL,
      property,
      always,
      REJECTED,
      '"Updates are not allowed for property": how users are named is chosen when the pool is made',
      SOURCES.userPool,
      { remedy: SECOND_POOL },
    ),
  ),
  row(
    POOL,
    'Schema',
    when('an attribute changes or is missing', ({ before, after }) =>
      lists(before, after, (old, now) =>
        old.some((item) => !now.some((other) => JSON.stringify(other) === JSON.stringify(item))),
      ),
    ),
    REJECTED,
    '"Existing schema attributes cannot be modified or deleted"',
    SOURCES.userPoolSchema,
    { remedy: 'keep the attributes, and add new ones' },
  ),
  row(
    POOL,
    'DeletionProtection',
    switchedOff,
    UPDATED,
    'nothing keeps the pool from being deleted any more',
    SOURCES.userPool,
    { blocks: true, remedy: 'keep it on until the pool is to go' },
  ),
  row(
    POOL,
    'MfaConfiguration',
    and(added, 'or exchanged', () => true),
    UPDATED,
    'users have to set up a second factor, or no longer need it, at the next sign-in',
    SOURCES.userPool,
  ),
];

function regionOf(item: unknown): unknown {
  return isObject(item) ? item.Region : undefined;
}
