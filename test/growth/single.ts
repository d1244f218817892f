import { judge } from '../../lib/growth/judge';
import type { ResourceVerdict, TemplateResource, Verdict } from '../../lib/growth/verdict';

type Properties = Record<string, unknown>;

/** One change of one resource, and what it should be. */
export interface Row {
  readonly type: string;
  /** What a reader would call the change. */
  readonly change: string;
  readonly before: Properties;
  readonly after: Properties;
  readonly verdict: keyof typeof Verdict;
  readonly blocked: boolean;
  /** Part of the source that the verdict has to name. */
  readonly source: string;
  /** Attributes beside the properties, on both sides. */
  readonly attributes?: Partial<TemplateResource>;
  /** Other resources of the stack, on both sides. */
  readonly others?: Record<string, TemplateResource>;
}

/** The verdict on a stack whose only difference is this one. */
export function verdictOf(row: Row): ResourceVerdict {
  const side = (properties: Properties) => [
    {
      stackName: 'data',
      region: 'eu-west-1',
      template: { Resources: { ...row.others, It: { Type: row.type, Properties: properties, ...row.attributes } } },
    },
  ];
  const found = judge(side(row.before), side(row.after)).find(({ logicalId }) => logicalId === 'It');
  if (!found) throw new Error('the resource has no verdict');
  return found;
}

type Cells = [
  change: string,
  before: Properties,
  after: Properties,
  verdict: keyof typeof Verdict,
  blocked: 'blocks' | 'passes',
  source: string,
  details?: Pick<Row, 'attributes' | 'others'>,
];

/** Rows about one type; what the resource has besides is the same on both sides. */
export function rows(type: string, common: Properties, cells: readonly Cells[]): Row[] {
  return cells.map(([change, before, after, verdict, blocked, source, details]) => ({
    type,
    change,
    before: { ...common, ...before },
    after: { ...common, ...after },
    verdict,
    blocked: blocked === 'blocks',
    source,
    ...details,
  }));
}
