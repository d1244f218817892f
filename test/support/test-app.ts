import { App, DefaultStackSynthesizer, Stack, type AppProps, type StackProps } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json';

/** The context of cdk.json, which jest does not read: without it a test would see other templates than a deployment. */
export const CDK_CONTEXT: Record<string, unknown> = cdkJson.context;

/** An app as `cdk synth` builds it, without version metadata. Pass other `flags` to be a user whose cdk.json has others. */
export function testApp(props: AppProps = {}, flags: Record<string, unknown> = CDK_CONTEXT): App {
  return new App({
    analyticsReporting: false,
    treeMetadata: false,
    ...props,
    context: { ...flags, ...props.context },
    defaultStackSynthesizer: props.defaultStackSynthesizer ?? new DefaultStackSynthesizer(),
  });
}

/** A stack in a region of its own, without an account, like the platform's. */
export function testStack(props: StackProps = {}, app: App = testApp()): Stack {
  return new Stack(app, 'Test', { env: { region: 'eu-west-1' }, ...props });
}
