import {
  recoveryBudget,
  regionCapacities,
  RegionMode,
  replication,
  type DatabaseKind,
  type Decision,
  type Overflow,
  type RegionPlan,
} from '../../../lib/contract/region-plan';
import { markdownTable } from '../../support/markdown-table';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'eu-central-1', 'us-west-2', 'ap-southeast-2'];
const MODES = [RegionMode.ACTIVE_ACTIVE, RegionMode.ACTIVE_PASSIVE];
const DATABASES: readonly DatabaseKind[] = ['aurora-postgres', 'rds-postgres'];
const DECISIONS: readonly Decision[] = ['alarm', 'person'];

function budgetSection(): string {
  const plans = DATABASES.flatMap((database) =>
    MODES.flatMap((mode) => DECISIONS.map((decision) => ({ ...plan(mode, database), decision }))),
  );
  const budgets = plans.map((one) => ({ one, budget: recoveryBudget(one) }));
  const parts = budgets[0].budget.parts.map(({ part }) => part);
  const figures = budgets.flatMap(({ one, budget }) => [
    ...budget.parts.map((part) => ({ ...part, name: part.part })),
    { ...budget.loss, name: `loss, ${databaseName(one.database)}` },
  ]);
  const distinct = [...new Map(figures.map((figure) => [JSON.stringify(figure), figure])).values()];
  const order = [...parts, ...DATABASES.map((database) => `loss, ${databaseName(database)}`)] as string[];
  return [
    'Seconds until everybody is served again after the sudden loss of home, and the seconds of the last writes that may be lost:',
    markdownTable(
      ['database', 'mode', 'who decides', ...parts, 'together', 'writes lost'],
      budgets.map(({ one, budget }) => [
        databaseName(one.database),
        one.mode,
        one.decision,
        ...budget.parts.map(({ seconds }) => String(seconds)),
        `**${budget.seconds}**`,
        String(budget.loss.seconds),
      ]),
      3,
    ),
    'Where each figure comes from:',
    markdownTable(
      ['part', 'seconds', 'rests on', 'source', 'note'],
      distinct
        .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name) || one.seconds - other.seconds)
        .map(({ name, seconds, basis, source, note }) => [name, String(seconds), basis, linked(source), note]),
      5,
    ),
  ].join('\n\n');
}

function replicationSection(): string {
  const all = DATABASES.map((database) => replication(plan(RegionMode.ACTIVE_ACTIVE, database)));
  const distinct = [...new Map(all.flat().map((one) => [one.how, one])).values()];
  const rows = [...distinct].sort(
    (one, other) => Number(other.store === 'database') - Number(one.store === 'database'),
  );
  return markdownTable(
    ['store', 'how', 'behind', 'when a region is lost'],
    rows.map(({ store, how, lag, meaning, isReplicated }) => [
      store,
      how,
      lag
        ? `${lag.seconds} s, ${lag.basis}: ${lag.note} (${linked(lag.source)})`
        : isReplicated
          ? 'no figure'
          : 'not replicated',
      meaning,
    ]),
    4,
  );
}

function capacitySection(): string {
  const counts = [2, 3, 4, 5, 6];
  const active = (overflow: Overflow) =>
    counts.map(
      (count) => regionCapacities({ ...plan(RegionMode.ACTIVE_ACTIVE, 'aurora-postgres', count), overflow })[0],
    );
  const passive = counts.map((count) => regionCapacities(plan(RegionMode.ACTIVE_PASSIVE, 'aurora-postgres', count)));
  const [nearest, shared] = [active('nearest'), active('shared')];
  return markdownTable(
    [
      'regions',
      'at rest',
      'nearest takes all: standing',
      'of all',
      'shared: standing',
      'of all',
      'home and each standby: standing',
      'of all',
    ],
    counts.map((count, index) => [
      String(count),
      percent(nearest[index].atRest),
      percent(nearest[index].standing),
      percent(count * nearest[index].standing),
      percent(shared[index].standing),
      percent(count * shared[index].standing),
      `${percent(passive[index][0].standing)}, ${percent(passive[index][1].standing)}`,
      percent(passive[index].reduce((sum, { standing }) => sum + standing, 0)),
    ]),
  );
}

/** Every part of the page that the model writes, by the name of its markers. */
export const MODEL_SECTIONS: Readonly<Record<string, () => string>> = {
  'regions:replication': replicationSection,
  'regions:capacity': capacitySection,
  'regions:budget': budgetSection,
};

function plan(mode: RegionMode, database: DatabaseKind, count = 3): RegionPlan {
  return { regions: REGIONS.slice(0, count), mode, database };
}

const databaseName = (database: DatabaseKind) => (database === 'aurora-postgres' ? 'Aurora' : 'RDS');
const percent = (share: number) => `${Math.round(100 * share)} %`;
const linked = (source: string) =>
  source.startsWith('https://') ? `[${new URL(source).hostname}](${source})` : source;
