import { Token } from 'aws-cdk-lib';
import { shieldRegionFor } from '../../lib/edge/shield-regions';
import { knownRegions } from '../../lib/network/zones';

describe('the shield of an origin', () => {
  test('stands in its own region where there is one', () => {
    expect(shieldRegionFor('eu-west-1')).toBe('eu-west-1');
  });

  test('stands in the nearest region otherwise', () => {
    expect(shieldRegionFor('eu-west-3')).toBe('eu-west-2');
  });

  test('is known for every region that a platform can be in, and there', () => {
    const shields = knownRegions().map(shieldRegionFor);
    expect(shields).not.toContain(undefined);
    expect(shields.map((region) => shieldRegionFor(region ?? ''))).toEqual(shields);
  });

  test('is left out where the region is known at deployment only', () => {
    expect(shieldRegionFor(Token.asString({ Ref: 'AWS::Region' }))).toBeUndefined();
  });
});
