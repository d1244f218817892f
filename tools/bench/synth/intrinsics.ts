/** Whether a value of a template is an intrinsic function or a reference. */
export function isIntrinsic(value: object): boolean {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'Aws.ACCOUNT_ID',
  'AWS::NoValue': 'Aws.NO_VALUE',
  'AWS::Partition': 'Aws.PARTITION',
  'AWS::Region': 'Aws.REGION',
  'AWS::StackId': 'Aws.STACK_ID',
  'AWS::StackName': 'Aws.STACK_NAME',
  'AWS::URLSuffix': 'Aws.URL_SUFFIX',
};

/** The intrinsic as one writes it in CDK: references to variables, functions of `Fn`, and the rest as it stands in the template. */
export function intrinsicCode(value: object, code: (value: unknown) => string): string {
  const [[name, argument] = ['', undefined]] = Object.entries(value) as [string, unknown][];
  const list = Array.isArray(argument) ? (argument as unknown[]) : [];
  switch (name) {
    case 'Ref':
      return PSEUDO[String(argument)] ?? `r.${String(argument)}.ref`;
    case 'Fn::GetAtt':
      return `r.${String(list[0])}.getAtt(${JSON.stringify(list[1])}).toString()`;
    case 'Fn::ImportValue':
      return `Fn.importValue(${code(argument)})`;
    case 'Fn::Join':
      return Array.isArray(list[1]) ? `Fn.join(${code(list[0])}, ${code(list[1])})` : raw(name, code(argument));
    default:
      return raw(name, code(argument));
  }
}

function raw(name: string, argument: string): string {
  return `Token.asString({ ${JSON.stringify(name)}: ${argument} })`;
}
