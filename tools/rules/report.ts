import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rule that a construct breaks, in one configuration or more. */
export interface Finding {
  readonly judge: string;
  readonly rule: string;
  readonly constructPath: string;
  readonly description: string;
  /** Path of the construct on which the finding is acknowledged, and the id it is acknowledged by. */
  readonly acknowledged?: { readonly at: string; readonly id: string };
}

/** `validation-report.json` as aws-cdk-lib writes it into a cloud assembly. */
interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly metadata?: { readonly error?: string };
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly (Violation & {
      readonly acknowledgedAt?: string;
      readonly acknowledgedId: string;
    })[];
  }[];
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: { readonly templatePath: string; readonly logicalId: string };
  }[];
}

/** The findings in a cloud assembly's validation report. A judge that crashed is an error: its silence proves nothing. */
export function findingsIn(assembly: string): Finding[] {
  const file = join(assembly, 'validation-report.json');
  if (!existsSync(file)) throw new Error(`${assembly} holds no validation report: nothing was judged`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as ValidationReport;
  return report.pluginReports.flatMap((plugin) => {
    if (plugin.metadata?.error) throw new Error(plugin.metadata.error);
    return [
      ...plugin.violations.flatMap((violation) => toFindings(plugin.pluginName, violation)),
      ...(plugin.suppressedViolations ?? []).flatMap((violation) =>
        toFindings(plugin.pluginName, violation, {
          at: violation.acknowledgedAt ?? '',
          id: violation.acknowledgedId,
        }),
      ),
    ];
  });
}

function toFindings(judge: string, violation: Violation, acknowledged?: Finding['acknowledged']): Finding[] {
  return violation.violatingConstructs.map(({ constructPath, cloudFormationResource: resource }) => ({
    judge,
    rule: violation.ruleName,
    constructPath: constructPath || (resource ? `${resource.templatePath}#${resource.logicalId}` : '(app)'),
    description: violation.description,
    acknowledged,
  }));
}

/** Findings that say the same of the same construct, each once, with the configurations they occur in. */
export function distinct(
  findings: readonly (Finding & { readonly configuration: string })[],
): (Finding & { readonly configurations: readonly string[] })[] {
  const groups = new Map<string, Finding & { configurations: string[] }>();
  for (const { configuration, ...finding } of findings) {
    const { judge, rule, constructPath, description, acknowledged } = finding;
    const key = [judge, rule, constructPath, description, acknowledged?.at].join('\n');
    const group = groups.get(key) ?? { ...finding, configurations: [] };
    if (!group.configurations.includes(configuration)) group.configurations.push(configuration);
    groups.set(key, group);
  }
  return [...groups.values()];
}
