import { existsSync, readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { acknowledgementProblems, acknowledgementsIn, covers, type Given, type Located } from './acknowledgements';
import { BASELINE_FILE, parseBaseline } from './baseline';
import { problemsOf, type Problem } from './guard';
import { noBaselineText } from './guard-texts';
import { stacksIn, type SynthesizedStack } from './synthesized-stacks';
import { InvalidInputError, items, listRule, matches, within, type Rule } from '../private/validate';

/** An acknowledgement where no construct is left to give it on. */
export interface GrowthAcknowledgement {
  /** What is acknowledged, as the message says it: `SafeGrowth::StackRemoved[orders-prod]`. */
  readonly id: string;
  /** Why the change is meant, and how its data is safe. */
  readonly reason: string;
  /**
   * Path of the construct below which it holds.
   * @default - everywhere in the app
   */
  readonly constructPath?: string;
}

/** Properties for defining a SafeGrowth. */
export interface SafeGrowthProps {
  /**
   * File that says what is deployed, relative to the folder that the app runs in. `npx ztm accept` writes it.
   * @default 'growth.lock.json'
   */
  readonly baseline?: string;
  /**
   * Changes that are meant although they lose data. On a construct that is still there, say it there instead:
   * `Validations.of(construct).acknowledge({ id, reason })`.
   * @default - only what is acknowledged on constructs
   */
  readonly acknowledgements?: GrowthAcknowledgement[];
}

/**
 * Fails the synthesis of any CDK app whose deployment would replace, delete, orphan or strand something that holds data.
 *
 * It compares the synthesized templates with `growth.lock.json`, the part of what is deployed that must not change, which is
 * committed with the app. A blocked change names the resource, the property, the reason with its source, the safe way, and
 * the id to acknowledge it with. What nobody can tell from templates is blocked as well. Without the file, it only says how to make
 * one. It adds nothing to the templates, and reads nothing but them and the file.
 *
 * @example
 * const app = new App();
 * Validations.of(app).addPlugins(new SafeGrowth());
 */
export class SafeGrowth implements IPolicyValidationPlugin {
  /** Name of the plugin, and prefix of the ids to acknowledge. */
  public readonly name = 'SafeGrowth';
  private readonly baseline: string;
  private readonly acknowledgements: readonly GrowthAcknowledgement[];

  constructor(props: SafeGrowthProps = {}) {
    const broken = rulesOf(props).filter((rule) => rule !== undefined);
    if (broken.length > 0) throw new InvalidInputError('SafeGrowth', broken);
    this.baseline = props.baseline ?? BASELINE_FILE;
    this.acknowledgements = props.acknowledgements ?? [];
  }

  /** Called by the CDK when everything is synthesized. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // No warning, which `cdk synth --strict` would fail on: a first synthesis has to succeed for there to be a baseline.
    if (!existsSync(this.baseline)) {
      return {
        success: true,
        violations: [violation({ rule: 'NoBaseline', severity: 'info', ...noBaselineText(this.baseline) })],
      };
    }
    const stacks = stacksIn(context);
    const baseline = parseBaseline(readFileSync(this.baseline, 'utf8'), this.baseline);
    const located = problemsOf(baseline, this.baseline, stacks).map((problem) => locate(problem, stacks));
    const own = this.acknowledgements.map(({ id, reason, constructPath = '' }): Given => ({
      id,
      reason,
      path: constructPath,
    }));
    const given = [...own, ...acknowledgementsIn(context.appConstruct)];
    const violations = [
      ...located.filter((one) => !own.some((acknowledged) => covers(acknowledged, one))),
      ...acknowledgementProblems(given, located, baseline.deployments.length > 1).map((problem) =>
        locate(problem, stacks),
      ),
    ].map(({ problem, path }) => violation(problem, path, stacks));
    return {
      success: !violations.some(({ severity }) => severity === 'error' || severity === 'fatal'),
      violations,
      metadata: acknowledgedHere(own, located),
    };
  }
}

/** What is acknowledged in the properties: the CDK only reports what it finds on constructs. */
function acknowledgedHere(own: readonly Given[], located: readonly Located[]): Record<string, string> | undefined {
  const used = own.filter((given) => located.some((problem) => covers(given, problem)));
  return used.length === 0
    ? undefined
    : Object.fromEntries(used.map(({ id, reason }) => [`acknowledged ${id}`, reason]));
}

/** A resource that is gone is a matter of its stack, a stack that is gone one of the app. */
function locate(problem: Problem, stacks: readonly SynthesizedStack[]): Located {
  const stack = synthesized(problem, stacks);
  const resource = problem.logicalId === undefined ? undefined : stack?.template.Resources?.[problem.logicalId];
  const path = resource?.Metadata?.['aws:cdk:path'];
  return { problem, path: typeof path === 'string' ? path : (stack?.constructPath ?? '') };
}

function synthesized({ stack }: Problem, stacks: readonly SynthesizedStack[]): SynthesizedStack | undefined {
  return stacks.find(({ stackName, region }) => stackName === stack?.stackName && region === stack.region);
}

function violation(problem: Problem, path = '', stacks: readonly SynthesizedStack[] = []): PolicyViolation {
  const { rule, severity, description, fix, logicalId, property } = problem;
  const templatePath = synthesized(problem, stacks)?.templatePath;
  return {
    ruleName: rule,
    severity,
    description,
    fix,
    violatingResources: [
      {
        constructPath: path,
        ...(logicalId === undefined ? {} : { resourceLogicalId: logicalId, templatePath }),
        locations: property ? [ATTRIBUTES.includes(property) ? property : `Properties.${property}`] : [],
      },
    ],
  };
}

/** What a resource has beside its properties. */
const ATTRIBUTES = ['Type', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy'];

function rulesOf({ baseline, acknowledgements }: SafeGrowthProps): Rule[] {
  return [
    matches('baseline', baseline, /\S/, 'name a file', `leave it out for ${BASELINE_FILE}`),
    listRule('acknowledgements', acknowledgements),
    ...items(acknowledgements).flatMap((given, index) =>
      within(`acknowledgements[${index}]`, [
        matches('id', given.id ?? '', /^SafeGrowth::./, 'be as the message says it', "it starts with 'SafeGrowth::'"),
        matches(
          'reason',
          given.reason ?? '',
          /\S/,
          'say why',
          'write why the change is meant, and how its data is safe',
        ),
        matches(
          'constructPath',
          given.constructPath,
          /^[^/]/,
          'be the path of a construct',
          'write it as Stack/Construct, or leave it out',
        ),
      ]),
    ),
  ];
}
