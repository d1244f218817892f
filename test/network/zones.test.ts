import { copyRegionOf, knownRegions } from '../../lib/network/zones';

describe('where backups are copied to', () => {
  const copied = knownRegions().flatMap((region): [string, string][] => {
    const copies = copyRegionOf(region);
    return copies === undefined ? [] : [[region, copies]];
  });

  test('is known for every region that is not alone', () => {
    const alone = knownRegions().filter((region) => copyRegionOf(region) === undefined);
    expect(alone).toEqual(['af-south-1', 'il-central-1', 'sa-east-1']);
  });

  test.each(copied)('%s: another region of the same continent', (region, copies) => {
    expect(knownRegions()).toContain(copies);
    expect(copies).not.toBe(region);
    // North America has two prefixes, but no data leaves its country.
    expect(copies.split('-')[0]).toBe(region.split('-')[0]);
  });

  test('is unknown for a region that is not in the table', () => {
    expect(copyRegionOf('constructor')).toBeUndefined();
  });
});
