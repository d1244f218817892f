import { TIERS, tierOf } from '../model/tiers';
import { columns, count, type Row, type SectionMaker } from '../section';

/** What there is: stacks, and resources by tier. */
export const stacks: SectionMaker = (model) => {
  const resources = model.resources.map((resource) => ({ resource, tier: tierOf(model, resource) }));
  const protectedStacks = model.stacks.filter(({ terminationProtection }) => terminationProtection).length;
  const stackRows: Row[] = model.stacks.map((stack) => {
    const own = resources.filter(({ resource }) => resource.stack === stack);
    return {
      key: stack.name,
      cells: {
        stack: stack.name,
        region: stack.region ?? 'any',
        resources: String(own.length),
        tiers: TIERS.map((tier) => ({ tier, number: own.filter((item) => item.tier === tier).length }))
          .filter(({ number }) => number > 0)
          .map(({ tier, number }) => `${tier} ${number}`)
          .join(', '),
        protection: stack.terminationProtection ? 'on' : 'off',
      },
    };
  });
  const tierRows: Row[] = TIERS.flatMap((tier) => {
    const types = new Map<string, number>();
    for (const { resource } of resources.filter((item) => item.tier === tier)) {
      types.set(resource.type, (types.get(resource.type) ?? 0) + 1);
    }
    return [...types]
      .sort()
      .map(([type, number]) => ({ key: `${tier} ${type}`, cells: { tier, type, number: String(number) } }));
  });
  return {
    id: 'stacks',
    title: 'Stacks and resources by tier',
    summary: `${count(model.stacks.length, 'stack')}, ${count(model.resources.length, 'resource')}; termination protection on ${protectedStacks}`,
    tables: [
      {
        id: 'stacks',
        title: 'Stacks',
        columns: columns({
          stack: 'Stack',
          region: 'Region',
          resources: 'Resources',
          tiers: 'By tier',
          protection: 'Termination protection',
        }),
        rows: stackRows,
        none: 'no stack',
      },
      {
        id: 'types',
        title: 'Resources by tier',
        columns: columns({ tier: 'Tier', type: 'Type', number: 'Number' }),
        rows: tierRows,
        none: 'no resource',
      },
    ],
  };
};
