import { GetParameterCommand, GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';

type Ssm = Pick<SSMClient, 'send'>;

/** The value of a parameter, or nothing where there is none of that name. */
export async function parameterNamed(ssm: Ssm, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ParameterNotFound') throw error;
    return undefined;
  }
}

/** Values of all parameters below a path, over all pages, by the rest of their names. */
export async function parametersBelow(ssm: Ssm, path: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(new GetParametersByPathCommand({ Path: path, Recursive: true, NextToken }));
    for (const { Name = '', Value = '' } of page.Parameters ?? []) found.set(Name.slice(path.length + 1), Value);
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}
