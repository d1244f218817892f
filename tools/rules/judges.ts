import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
  type NagPack,
} from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** The packs of cdk-nag: every one there is. */
export function nagPacks(): NagPack[] {
  return [
    new AwsSolutionsChecks(),
    new NIST80053R4Checks(),
    new NIST80053R5Checks(),
    new HIPAASecurityChecks(),
    new PCIDSS321Checks(),
    new ServerlessChecks(),
  ];
}

/** The judges that run inside a synthesis, each judging a template that it has already seen only once. */
export function rememberingJudges(): IPolicyValidationPlugin[] {
  return [...nagPacks(), new CloudFormationValidatePlugin()].map((judge) => new RememberingJudge(judge));
}

/**
 * Judges each stack by itself and remembers the verdict by the content of its template: most configurations of the matrix
 * share most of their templates. Acknowledgements are not part of the verdict; the synthesis applies them afterwards.
 */
export class RememberingJudge implements IPolicyValidationPlugin {
  public readonly name: string;
  private readonly verdicts = new Map<string, PolicyViolation[]>();

  constructor(private readonly judge: IPolicyValidationPlugin) {
    this.name = judge.name;
  }

  /** Number of templates that were judged. */
  public get templates(): number {
    return this.verdicts.size;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = context.stackTemplates.flatMap((stack) => {
      const content = readFileSync(stack.templatePath);
      const key = `${stack.stackConstructPath}\n${createHash('sha256').update(content).digest('hex')}`;
      let verdict = this.verdicts.get(key);
      if (!verdict) {
        verdict = this.judge.validate({
          ...context,
          templatePaths: [stack.templatePath],
          stackTemplates: [stack],
          appConstruct: find(context.appConstruct, stack.stackConstructPath),
        }).violations;
        this.verdicts.set(key, verdict);
      }
      // The synthesis removes acknowledged resources from what it is given.
      return structuredClone(verdict);
    });
    return { success: violations.every((violation) => violation.severity !== 'error'), violations };
  }
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
