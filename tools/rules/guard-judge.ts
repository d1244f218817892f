import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';

/**
 * Control Tower's rules on the resources that a template has. Each rule starts with a look for resources of its types, and ends
 * where there are none, but that look takes Guard so long that rules about services which a template does not use make up most
 * of the time. A test holds Guard to it that such a rule judges nothing.
 */
export class GuardJudge implements IPolicyValidationPlugin {
  public readonly name = new CfnGuardValidator().name;

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const rules = guardRuleFiles(new Set(context.templatePaths.flatMap(typesIn)));
    if (rules.length === 0) return { success: true, violations: [] };
    return new CfnGuardValidator({ controlTowerRulesEnabled: false, rules }).validate(context);
  }
}

/** Files of the rules that name one of some types of resources, or no type at all. Default: every file. */
export function guardRuleFiles(types?: ReadonlySet<string>): string[] {
  return RULES.filter(({ named }) => !types || named.length === 0 || named.some((type) => types.has(type))).map(
    ({ file }) => file,
  );
}

/** Types of the resources in a template. */
export function typesIn(templatePath: string): string[] {
  const template = JSON.parse(readFileSync(templatePath, 'utf8')) as { Resources?: Record<string, { Type: string }> };
  return Object.values(template.Resources ?? {}).map(({ Type }) => Type);
}

const FOLDER = join(dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'rules');

const RULES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.guard'))
  .sort()
  .map((file) => ({ file: join(FOLDER, file), named: typesNamedIn(readFileSync(join(FOLDER, file), 'utf8')) }));

/** Comments are left out: they name what the rule is not about as well. */
function typesNamedIn(rule: string): readonly string[] {
  return rule.replace(/^\s*#.*$/gm, '').match(/\bAWS::\w+::\w+/g) ?? [];
}
