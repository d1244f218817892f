import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyValidationStack,
  type PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { GuardJudge, typesIn } from './guard-judge';
import { nagPacks } from './nag-packs';

/**
 * The judges of the matrix, each judging a template that it has already seen only once.
 *
 * @param memory Folder where other processes find the verdicts, and leave theirs.
 */
export function rememberingJudges(memory?: string): IPolicyValidationPlugin[] {
  return [...nagPacks(), new PatientCloudFormationValidate()].map((judge) => new RememberingJudge(judge, memory));
}

/**
 * The judges of one configuration in a process of its own: those of the matrix, and Control Tower's rules. Making the engine of
 * CloudFormation Validate alone takes longer than all else together: they judge a template, by its content, once in all processes.
 *
 * @param memory Folder for the verdicts.
 */
export function processJudges(memory: string | undefined): IPolicyValidationPlugin[] {
  return [...rememberingJudges(memory), new RememberingJudge(new GuardJudge(), memory)];
}

/**
 * CloudFormation Validate with one engine for the whole matrix. The plugin makes a new one, which takes more than a second,
 * whenever a template holds a type that the last engine was not made for. So the engine is made for every type seen so far.
 */
class PatientCloudFormationValidate implements PreparedJudge {
  public readonly name = CloudFormationValidatePlugin.PLUGIN_NAME;
  private readonly plugin = new CloudFormationValidatePlugin();
  private readonly types = new Set<string>();

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.prepare(context);
    return this.plugin.validate(context);
  }

  /** Shows the plugin a template with every type; what it says of that one is of no interest. */
  public prepare(context: IPolicyValidationContext): void {
    const known = this.types.size;
    context.templatePaths.flatMap(typesIn).forEach((type) => this.types.add(type));
    if (this.types.size === known) return;
    const folder = mkdtempSync(join(tmpdir(), 'types-'));
    const templatePath = join(folder, 'every-type.template.json');
    const resources = [...this.types].map((type, index) => [`Resource${index}`, { Type: type }]);
    writeFileSync(templatePath, JSON.stringify({ Resources: Object.fromEntries(resources) as object }));
    const stack = { stackConstructPath: 'EveryType', templatePath, accountId: undefined, region: undefined };
    this.plugin.validate({ ...context, templatePaths: [templatePath], stackTemplates: [stack] });
    rmSync(folder, { recursive: true });
  }
}

/** A judge that takes less time when it knows all that it will be asked about. */
interface PreparedJudge extends IPolicyValidationPlugin {
  prepare?(context: IPolicyValidationContext): void;
}

/**
 * Judges each stack by itself and remembers the verdict by the content of its template: most configurations of the matrix
 * share most of their templates. Acknowledgements are not part of the verdict; the synthesis applies them afterwards.
 */
export class RememberingJudge implements IPolicyValidationPlugin {
  public readonly name: string;
  private readonly verdicts = new Map<string, PolicyViolation[]>();

  /**
   * @param judge Who judges.
   * @param folder Where verdicts are kept for other processes. Default: they are not.
   */
  constructor(
    private readonly judge: PreparedJudge,
    private readonly folder?: string,
  ) {
    this.name = judge.name;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stacks = context.stackTemplates.map((stack) => ({ stack, key: keyOf(stack) }));
    const unknown = stacks.filter(({ key }) => !this.recall(key)).map(({ stack }) => stack.templatePath);
    if (unknown.length > 0) this.judge.prepare?.({ ...context, templatePaths: unknown });
    const violations = stacks.flatMap(({ stack, key }) => {
      const verdict = this.recall(key) ?? this.judgeStack(stack, context);
      this.remember(key, verdict);
      // The synthesis removes acknowledged resources from what it is given.
      return structuredClone(verdict);
    });
    return { success: violations.every((violation) => violation.severity === 'warning'), violations };
  }

  private judgeStack(stack: PolicyValidationStack, context: IPolicyValidationContext): PolicyViolation[] {
    return this.judge.validate({
      ...context,
      templatePaths: [stack.templatePath],
      stackTemplates: [stack],
      appConstruct: find(context.appConstruct, stack.stackConstructPath),
    }).violations;
  }

  private recall(key: string): PolicyViolation[] | undefined {
    const file = this.file(key);
    const known = this.verdicts.get(key);
    if (known || file === undefined || !existsSync(file)) return known;
    const verdict = JSON.parse(readFileSync(file, 'utf8')) as PolicyViolation[];
    this.verdicts.set(key, verdict);
    return verdict;
  }

  private remember(key: string, verdict: PolicyViolation[]): void {
    const file = this.file(key);
    this.verdicts.set(key, verdict);
    if (file === undefined || existsSync(file)) return;
    // Another process may be looking: a file appears as a whole.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(verdict));
    renameSync(`${file}.${process.pid}`, file);
  }

  private file(key: string): string | undefined {
    return this.folder && join(this.folder, `${this.name}-${key}.json`);
  }
}

function keyOf({ stackConstructPath, templatePath }: PolicyValidationStack): string {
  return createHash('sha256').update(`${stackConstructPath}\n`).update(readFileSync(templatePath)).digest('hex');
}

function find(root: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((construct, id) => construct.node.findChild(id), root);
}

/** Number of rules of CloudFormation Validate. Its engine is a dependency of aws-cdk-lib, bundled with it. */
export function countCloudFormationRules(): number {
  const { CompositeEngine } = createRequire(require.resolve('aws-cdk-lib'))('@aws/cloudformation-validate') as {
    CompositeEngine: new (config: object) => { listRules(): unknown[]; free(): void };
  };
  const engine = new CompositeEngine({});
  const count = engine.listRules().length;
  engine.free();
  return count;
}
