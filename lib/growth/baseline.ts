import { createHash } from 'node:crypto';
import { reduce } from './reduce';
import type { StackTemplate, Template } from './verdict';
import { compare } from '../private/compare';
import { InvalidInputError, shown } from '../private/validate';

/** Where the baseline is, unless somebody says otherwise: beside cdk.json. */
export const BASELINE_FILE = 'growth.lock.json';

/** Rises when an older version of this package could not read the file. */
const VERSION = 1;

/** What `growth.lock.json` holds: what is deployed, as far as a change of it could lose data. */
export interface Baseline {
  readonly deployments: readonly Deployment[];
}

/** Stacks that are deployed together: an environment. */
export interface Deployment {
  readonly stacks: readonly BaselineStack[];
}

/** A stack without what no verdict needs. */
export interface BaselineStack {
  readonly stackName: string;
  readonly region: string;
  readonly terminationProtection?: boolean;
  readonly template: Template;
}

/** What a baseline keeps of stacks: no sizes, no account numbers, no secrets. */
export function baselineOf(stacks: readonly StackTemplate[]): BaselineStack[] {
  return reduce(stacks)
    .map(({ stackName, region, account, terminationProtection, template }) => ({
      stackName,
      region,
      terminationProtection,
      template: withoutSecrets(template, account) as Template,
    }))
    .sort(byName);
}

/** Reads a baseline, and refuses what is none. */
export function parseBaseline(text: string, file: string): Baseline {
  let content: { version?: unknown; deployments?: unknown } | null;
  try {
    content = JSON.parse(text) as typeof content;
  } catch (error) {
    throw unreadable(file, `must be JSON, got ${shown((error as Error).message)}`);
  }
  if (content?.version !== VERSION) {
    throw unreadable(file, `must have version ${VERSION}, got ${shown(content?.version)}`);
  }
  const { deployments } = content;
  if (!Array.isArray(deployments)) {
    throw unreadable(file, `must have a list of deployments, got ${shown(deployments)}`);
  }
  const wrong = deployments.findIndex((deployment) => !isDeployment(deployment));
  if (wrong >= 0)
    throw unreadable(file, `must have stacks with templates in deployments[${wrong}], got something else`);
  return { deployments: deployments as Deployment[] };
}

/** The text of a baseline: sorted, so that its difference shows what has changed and nothing else. */
export function printBaseline({ deployments }: Baseline): string {
  const sorted = [...deployments]
    .map(({ stacks }) => ({ stacks: [...stacks].sort(byName) }))
    .sort(({ stacks: [one] }, { stacks: [other] }) => byName(one, other));
  return `${JSON.stringify(sortKeys({ version: VERSION, deployments: sorted }), undefined, 2)}\n`;
}

/** The deployments of a baseline that an assembly belongs to: those that have a stack in common with it. */
export function deploymentsOf(baseline: Baseline, stacks: readonly StackTemplate[]): Deployment[] {
  return baseline.deployments.filter((deployment) =>
    deployment.stacks.some((known) => stacks.some((stack) => isSame(known, stack))),
  );
}

/** The baseline after an assembly has been accepted. Its stacks take the place of the deployments that it belongs to. */
export function accepted(baseline: Baseline | undefined, stacks: readonly StackTemplate[]): Baseline {
  const own = baseline ? deploymentsOf(baseline, stacks) : [];
  const others = baseline?.deployments.filter((deployment) => !own.includes(deployment)) ?? [];
  return { deployments: [...others, { stacks: baselineOf(stacks) }] };
}

/**
 * The stacks of deployments, with the region that the assembly gives them where one of the two does not say: a stack that
 * comes to know its region is still the same stack.
 */
export function stacksOf(deployments: readonly Deployment[], now: readonly StackTemplate[]): StackTemplate[] {
  return deployments
    .flatMap(({ stacks }) => stacks)
    .map((known) => ({ ...known, region: now.find((stack) => isSame(known, stack))?.region ?? known.region }));
}

/** What does not say in which region it is, is meant by its name alone. */
export const UNKNOWN_REGION = 'unknown';

type Named = Pick<StackTemplate, 'stackName' | 'region'>;

function isSame(one: Named, other: Named): boolean {
  return (
    one.stackName === other.stackName &&
    (one.region === other.region || [one.region, other.region].includes(UNKNOWN_REGION))
  );
}

function byName(one: Named | undefined, other: Named | undefined): number {
  const key = (stack: Named | undefined) => (stack ? `${stack.stackName} ${stack.region}` : '');
  return compare(key(one), key(other));
}

function isDeployment(value: unknown): value is Deployment {
  const { stacks } = (value ?? {}) as { stacks?: unknown };
  return (
    Array.isArray(stacks) &&
    (stacks as Partial<BaselineStack>[]).every(
      (stack) =>
        typeof stack?.stackName === 'string' && typeof stack.region === 'string' && typeof stack.template === 'object',
    )
  );
}

function unreadable(file: string, rule: string): InvalidInputError {
  return new InvalidInputError('SafeGrowth', [
    `${file} ${rule}; take the last good one from version control, or write it anew with npx ztm accept`,
  ]);
}

/** Twelve digits that stand alone are an account. */
const ACCOUNT = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g;
const SECRET = /(password|authtoken|privatekey)$|^secretstring$/i;

/**
 * The file is public in open source. An account becomes `<account>`, another one than the stack's own a few digits of a
 * checksum, enough to see a change; a password that somebody wrote into a template goes.
 */
function withoutSecrets(value: unknown, account: string | undefined): unknown {
  const hide = (text: string) =>
    text.replace(ACCOUNT, (found) => (found === account ? '<account>' : `<account ${fingerprint(found)}>`));
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, account));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      hide(key),
      SECRET.test(key) && typeof inner === 'string' && !inner.startsWith('{{resolve:')
        ? '<secret>'
        : withoutSecrets(inner, account),
    ]),
  );
}

/** Too short to find the number that it was made of: tens of thousands have the same. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}

/** Objects with their keys in order; lists stay as they are. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => compare(one, other))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
