import { compareLedger, type StoredPhoto } from '../../../tools/drills/ledger';

const written = (id: string) => ({ id, author: 'ada', key: `key-${id}` });
const stored = (id: string, change: Partial<StoredPhoto> = {}): StoredPhoto => ({
  ...written(id),
  original: `originals/${id}`,
  processed: 1,
  thumbnails: 1,
  ...change,
});
const NOTHING = { lostWrites: [], doubledWrites: [], lostJobs: [], doubledEffects: [] };

test('finds nothing where everything that was acknowledged is there, and done once', () => {
  expect(compareLedger([written('a')], [stored('a'), stored('unclear')])).toEqual(NOTHING);
});

test('finds a planted loss of a write', () => {
  expect(compareLedger([written('a'), written('b')], [stored('a')])).toEqual({ ...NOTHING, lostWrites: ['b'] });
});

test('finds a write that is there twice', () => {
  const found = compareLedger([written('a')], [stored('a'), stored('b', { key: 'key-a' })]);
  expect(found).toEqual({ ...NOTHING, doubledWrites: ['ada key-a'] });
});

test.each([{ processed: 0 }, { thumbnails: 0 }])('finds a job without its effect: %p', (change) => {
  expect(compareLedger([], [stored('a', change)])).toEqual({ ...NOTHING, lostJobs: ['a'] });
});

test.each([{ processed: 2 }, { thumbnails: 2 }])('finds an effect that was had twice: %p', (change) => {
  expect(compareLedger([], [stored('a', change)])).toEqual({ ...NOTHING, doubledEffects: ['a'] });
});
