import { columns, sorted, unique, type Row, type SectionMaker } from '../section';
import { DRIVERS, type Driver } from './drivers';

/** What costs money with nobody there: quantities only, as the prices change with region and time. */
export const costs: SectionMaker = (model) => {
  const drivers = model.resources.flatMap((resource) => DRIVERS[resource.type]?.(resource, model) ?? []);
  const groups = new Map<string, Driver[]>();
  for (const driver of drivers.filter(({ quantity }) => quantity > 0)) {
    const key = `${driver.driver} ${driver.size}`;
    groups.set(key, [...(groups.get(key) ?? []), driver]);
  }
  const rows: Row[] = sorted(
    [...groups].map(([key, group]) => ({
      key,
      cells: {
        driver: group[0].driver,
        size: group[0].size,
        quantity: total(group).toLocaleString('en-US'),
        where: unique(group.map(({ where }) => where)).join(', '),
      },
    })),
  );
  return {
    id: 'costs',
    title: 'What costs money when idle',
    summary: summary(drivers),
    tables: [
      {
        id: 'costs',
        title: 'What costs money when idle',
        columns: columns({ driver: 'What', quantity: 'Quantity', size: 'Size or unit', where: 'Where' }),
        rows,
        none: 'nothing',
      },
    ],
  };
};

function total(drivers: readonly Driver[]): number {
  return Math.round(drivers.reduce((sum, { quantity }) => sum + quantity, 0) * 1000) / 1000;
}

/** The big ones, by what they are. */
const HEADLINES = [
  'NAT gateway',
  'instance',
  'load balancer',
  'database instance',
  'cache node',
  'serverless cache',
  'task',
  'interface endpoint',
  'firewall',
  'firewall rule',
  'alarm',
  'dashboard',
  'key',
  'secret',
];

function summary(drivers: readonly Driver[]): string {
  const parts = HEADLINES.map((headline) => ({
    headline,
    number: total(drivers.filter(({ driver }) => driver === headline)),
  })).filter(({ number }) => number > 0);
  const plural = (headline: string, number: number) => (number === 1 ? headline : `${headline}s`);
  return parts.map(({ headline, number }) => `${number} ${plural(headline, number)}`).join(', ') || 'nothing';
}
