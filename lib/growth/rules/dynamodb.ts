import { row, type Change, type Rule } from '../engine/change';
import { isObject, same } from '../engine/spec';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import { always, and, exchanged, lists, switchedOff, when } from './when';

const GLOBAL = 'AWS::DynamoDB::GlobalTable';
const TABLE = 'AWS::DynamoDB::Table';
const BOTH = [GLOBAL, TABLE];
const { REJECTED, REPLACED, UPDATED } = Verdict;

const SECOND_TABLE =
  'make a second table beside it (expand), copy the items, switch the services over, then remove the old one (contract)';

type Names = { gone: string[]; come: string[]; kept: string[] };

/** What a list of structures has less, more and still, by the property that names them. */
function named({ before, after }: Change, name: string): Names | undefined {
  return lists(before, after, (old, now) => {
    const [olds, nows] = [old, now].map((list) => list.map((item) => (isObject(item) ? String(item[name]) : '')));
    const [first = [], second = []] = [olds, nows];
    return {
      gone: first.filter((item) => !second.includes(item)),
      come: second.filter((item) => !first.includes(item)),
      kept: first.filter((item) => second.includes(item)),
    };
  });
}

function count(change: Change, name: string): number | undefined {
  const names = named(change, name);
  return names && names.gone.length + names.come.length;
}

/** An element that both sides have, and of which one property differs. */
function keptDiffers(change: Change, name: string, property: string): boolean | undefined {
  return lists(change.before, change.after, (old, now) =>
    old.some((item) => {
      const other = now.find((candidate) => isObject(item) && isObject(candidate) && candidate[name] === item[name]);
      return isObject(item) && isObject(other) && !same(item[property], other[property]);
    }),
  );
}

/** An attribute that the table or one of its indexes is keyed by, and that gets another type. */
function keyTypeDiffers(change: Change): boolean | undefined {
  return keptDiffers(change, 'AttributeName', 'AttributeType');
}

/** Something about a copy that protects it, and is on before and off afterwards. */
function copyLoses(change: Change, isOn: (copy: Record<string, unknown>) => boolean): boolean | undefined {
  return lists(change.before, change.after, (old, now) =>
    old.some((item) => {
      const other = now.find((candidate) => isObject(item) && isObject(candidate) && candidate.Region === item.Region);
      return isObject(item) && isObject(other) && isOn(item) && !isOn(other);
    }),
  );
}

function isProtected({ DeletionProtectionEnabled: enabled }: Record<string, unknown>): boolean {
  return enabled === true;
}

function isRecoverable({ PointInTimeRecoverySpecification: recovery }: Record<string, unknown>): boolean {
  return isObject(recovery) && recovery.PointInTimeRecoveryEnabled === true;
}

/** Rules about tables. */
export const DYNAMODB_RULES: readonly Rule[] = [
  row(BOTH, 'KeySchema', always, REPLACED, 'the key of a table is chosen when it is made', SOURCES.dynamoKeys, {
    remedy: SECOND_TABLE,
  }),
  row(
    BOTH,
    'TableName',
    always,
    REPLACED,
    'the name is the identity: another one is another table',
    SOURCES.dynamoKeys,
    { remedy: 'keep the name' },
  ),
  row(
    BOTH,
    'AttributeDefinitions',
    when('another type of a key', keyTypeDiffers),
    REPLACED,
    'the type of a key is chosen when the table is made',
    SOURCES.dynamoTable,
    { remedy: SECOND_TABLE },
  ),
  row(
    BOTH,
    'AttributeDefinitions',
    always,
    UPDATED,
    'attributes are declared for the keys of indexes',
    SOURCES.dynamoTable,
  ),
  row(
    GLOBAL,
    'LocalSecondaryIndexes',
    always,
    REPLACED,
    'local indexes are made with the table',
    SOURCES.dynamoGlobal,
    { remedy: 'use a global secondary index' },
  ),
  row(TABLE, 'LocalSecondaryIndexes', always, REJECTED, 'local indexes are made with the table', SOURCES.dynamoTable, {
    remedy: 'use a global secondary index',
  }),
  row(
    BOTH,
    'GlobalSecondaryIndexes',
    when('more than one index comes or goes', (change) => above(count(change, 'IndexName'), 1)),
    REJECTED,
    'one index comes or goes in an update',
    SOURCES.dynamoIndexes,
    { remedy: 'one index in each deployment' },
  ),
  row(
    BOTH,
    'GlobalSecondaryIndexes',
    when('another key of an index', (change) => keptDiffers(change, 'IndexName', 'KeySchema')),
    REJECTED,
    'the key of an index cannot change',
    SOURCES.dynamoIndexes,
    { remedy: 'add an index with another name, switch over, then remove the old one' },
  ),
  row(
    BOTH,
    'GlobalSecondaryIndexes',
    when('another projection of an index', (change) => keptDiffers(change, 'IndexName', 'Projection')),
    REJECTED,
    'the projection of an index cannot change',
    SOURCES.dynamoIndexes,
    { remedy: 'add an index with another name, switch over, then remove the old one' },
  ),
  row(
    BOTH,
    'GlobalSecondaryIndexes',
    always,
    UPDATED,
    'an index is filled, or dropped, while the table serves; queries of an index that goes fail',
    SOURCES.dynamoIndexes,
  ),
  row(
    GLOBAL,
    'Replicas',
    when('more than one region comes or goes', (change) => above(count(change, 'Region'), 1)),
    REJECTED,
    'one region comes or goes in an update',
    SOURCES.dynamoGlobal,
    { remedy: 'one region in each deployment' },
  ),
  row(
    GLOBAL,
    'Replicas',
    when('a region is missing', (change) => above(named(change, 'Region')?.gone.length, 0)),
    UPDATED,
    'the copy in that region is deleted, and what was written there in the last second with it',
    SOURCES.dynamoGlobal,
    { blocks: true, remedy: 'lead the traffic away from the region first, then acknowledge it' },
  ),
  row(
    GLOBAL,
    'Replicas',
    when('a copy loses its deletion protection', (change) => copyLoses(change, isProtected)),
    UPDATED,
    'nothing keeps the copy from being deleted any more',
    SOURCES.dynamoGlobal,
    { blocks: true, remedy: 'keep it on until the table is to go' },
  ),
  row(
    GLOBAL,
    'Replicas',
    when('a copy loses its recovery', (change) => copyLoses(change, isRecoverable)),
    UPDATED,
    'what could be restored of the copy until now is gone at once',
    SOURCES.dynamoGlobal,
    { blocks: true, remedy: 'keep it on, or take a backup first' },
  ),
  row(GLOBAL, 'Replicas', always, UPDATED, 'a region is filled while the table serves', SOURCES.dynamoGlobal),
  row(
    GLOBAL,
    'MultiRegionConsistency',
    always,
    REJECTED,
    'the consistency between regions is chosen when the second region is added',
    SOURCES.dynamoConsistency,
    { remedy: SECOND_TABLE },
  ),
  row(
    GLOBAL,
    'GlobalTableWitnesses',
    always,
    REJECTED,
    'witnesses are chosen with the consistency between regions',
    SOURCES.dynamoConsistency,
    { remedy: SECOND_TABLE },
  ),
  row(
    BOTH,
    'TimeToLiveSpecification',
    and(
      exchanged,
      'another attribute while it is enabled',
      ({ before, after }) =>
        isObject(before) &&
        isObject(after) &&
        String(before.Enabled) === 'true' &&
        String(after.Enabled) === 'true' &&
        before.AttributeName !== after.AttributeName,
    ),
    REJECTED,
    'expiry is switched off before it goes by another attribute',
    SOURCES.dynamoTtl,
    { remedy: 'switch it off, wait an hour, then name the other attribute' },
  ),
  row(
    BOTH,
    'TimeToLiveSpecification',
    always,
    UPDATED,
    'items whose attribute lies in the past are deleted within days',
    SOURCES.dynamoTtl,
  ),
  row(
    BOTH,
    'BillingMode',
    always,
    UPDATED,
    'the table serves while its mode changes; once in 24 hours',
    SOURCES.dynamoKeys,
  ),
  row(BOTH, 'SSESpecification', always, UPDATED, 'the key changes while the table serves', SOURCES.dynamoKeys),
  row(
    TABLE,
    'DeletionProtectionEnabled',
    switchedOff,
    UPDATED,
    'nothing keeps the table from being deleted any more',
    SOURCES.dynamoKeys,
    { blocks: true, remedy: 'keep it on until the table is to go' },
  ),
  row(
    TABLE,
    'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    switchedOff,
    UPDATED,
    'what could be restored until now is gone at once',
    SOURCES.dynamoTable,
    { blocks: true, remedy: 'keep it on, or take a backup first' },
  ),
];

function above(value: number | undefined, limit: number): boolean | undefined {
  return value === undefined ? undefined : value > limit;
}
