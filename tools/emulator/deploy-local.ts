import { join } from 'node:path';
import { emulatorEnvironment, type Context } from './cli';
import { complaints } from './messages';
import { inWorkshop, type Workshop } from './workshop';
import { parseArgs } from 'node:util';
import { progress } from '../support/progress';

/** Deploys the reference app to an emulator of AWS on this machine, and leaves it running until Ctrl-C. */
async function main(workshop: Workshop): Promise<boolean> {
  const { values } = parseArgs({
    options: { context: { type: 'string', short: 'c', multiple: true }, port: { type: 'string' } },
  });
  const choices = (values.context ?? []).map((choice): [string, string] => {
    const [key = '', value = ''] = choice.split('=', 2);
    return [key, value];
  });
  const context: Context = Object.fromEntries(choices);
  const { folder, cli, emulator } = await workshop.bench('local', Number(values.port) || undefined);
  progress(`emulator at ${emulator.endpoint}`);
  const assembly = join(folder, 'assembly');
  await cli.synth(undefined, assembly, context);
  progress('cdk synth');
  await cli.bootstrap(assembly);
  progress('cdk bootstrap');
  const { exitCode, output } = await cli.deploy(assembly);
  if (exitCode !== 0) {
    console.error(complaints(output).join('\n'));
    return false;
  }
  progress('cdk deploy');
  console.log(instructions(emulator.endpoint, context));
  await new Promise(() => {});
  return true;
}

function instructions(endpoint: string, { name = 'shop-prod', regions = 'eu-west-1' }: Context): string {
  const [region = ''] = regions.split(',');
  const variables = Object.entries(emulatorEnvironment(endpoint))
    .filter(([key, value]) => value !== undefined && key.startsWith('AWS_') && !key.endsWith('_FILE'))
    .map(([key, value]) => `export ${key}=${key === 'AWS_REGION' ? region : value}`);
  const aws = `aws --endpoint-url ${endpoint} --region ${region}`;
  return [
    '',
    `The platform ${name} is deployed to ${endpoint}. Any client of AWS sees it with`,
    '',
    ...variables,
    '',
    'Look around, for example with the AWS command line:',
    '',
    `${aws} ecs list-services --cluster ${name}`,
    `${aws} ssm get-parameters-by-path --path /${name}/${region} --recursive --query 'Parameters[].[Name,Value]' --output text`,
    `${aws} cloudwatch describe-alarms --query 'MetricAlarms[].AlarmDescription' --output text`,
    '',
    'Ctrl-C ends it, and takes everything away.',
  ].join('\n');
}

void inWorkshop(main).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
