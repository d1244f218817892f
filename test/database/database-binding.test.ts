import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuroraDatabase, type AuroraDatabaseProps } from '../../lib/database';
import { TestService } from '../support/test-service';
import { Stacks } from './harness';

interface Bound {
  readonly net: Template;
  readonly data: Template;
  readonly svc: Template;
  readonly service: TestService;
}

function bind(props: Partial<AuroraDatabaseProps> = {}, services = 1): Bound {
  const stacks = new Stacks();
  const { vpc, securityGroup } = stacks;
  const database = new AuroraDatabase(stacks.data, 'Database', { name: 'shop', vpc, securityGroup, ...props });
  const bound = Array.from({ length: services }, (_, index) => new TestService(stacks.svc, vpc, `Service${index}`));
  bound.forEach((service) => database.bindToService(service));
  const [service = new TestService(stacks.svc, vpc)] = bound;
  return {
    net: Template.fromStack(stacks.net),
    data: Template.fromStack(stacks.data),
    svc: Template.fromStack(stacks.svc),
    service,
  };
}

/** Outputs of a stack that others import, in order. */
function exportsOf(template: Template): string[] {
  return Object.entries(template.findOutputs('*'))
    .filter(([, output]) => 'Export' in (output as object))
    .map(([name]) => name)
    .sort();
}

const IAM = { iamAuthentication: true };
const PROXY = { ...IAM, proxy: true };

describe('a service bound to a database', () => {
  test('is told where the database is', () => {
    const { service } = bind();
    expect(Object.keys(service.environment).sort()).toEqual([
      'DATABASE_ENGINE',
      'DATABASE_NAME',
      'DATABASE_PORT',
      'DATABASE_READER_HOST',
      'DATABASE_READER_PORT',
      'DATABASE_WRITER_HOST',
    ]);
    expect(service.environment).toMatchObject({
      DATABASE_ENGINE: 'postgres',
      DATABASE_NAME: 'app',
      DATABASE_PORT: '5432',
      DATABASE_READER_PORT: '5432',
    });
  });

  test('gets user and password from the secret of the services, and is redeployed when it rotates', () => {
    const { service, svc } = bind();
    expect(Object.keys(service.secrets)).toEqual(['DATABASE_USER', 'DATABASE_PASSWORD']);
    expect(service.redeployedOn).toHaveLength(1);
    svc.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'secretsmanager:GetSecretValue',
            Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('AppSecret') },
          }),
        ]),
      },
    });
    expect(JSON.stringify(svc.toJSON())).not.toContain('AdminSecret');
  });

  test('reaches the database by a rule in its own stack, and nobody else does', () => {
    const { svc, net } = bind();
    svc.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      Description: 'web to the database',
      FromPort: 5432,
      ToPort: 5432,
      IpProtocol: 'tcp',
    });
    net.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Net/DatabaseGroup',
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('connects with IAM tokens as one user instead, when asked to', () => {
    const { service, svc } = bind(IAM);
    expect(service.environment.DATABASE_USER).toBe('app_iam');
    expect(service.secrets).toEqual({});
    expect(service.redeployedOn).toEqual([]);
    svc.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'rds-db:connect',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                [
                  'arn:aws:rds-db:eu-west-1:',
                  { Ref: 'AWS::AccountId' },
                  ':dbuser:',
                  { 'Fn::ImportValue': Match.stringLikeRegexp('DBClusterResourceId') },
                  '/app_iam',
                ],
              ],
            },
          },
        ],
      },
    });
  });

  test('connects to the proxy alone, where there is one', () => {
    const { service, svc, data } = bind(PROXY);
    const template = JSON.stringify(svc.toJSON());
    expect(template).toContain('DatabaseProxyResourceId');
    expect(template).not.toContain('DBClusterResourceId');
    expect(service.environment.DATABASE_PORT).toBe('5432');
    data.hasResourceProperties('AWS::RDS::DBProxy', {
      DBProxyName: 'shop-aurora-g1-proxy',
      EngineFamily: 'POSTGRESQL',
      DefaultAuthScheme: 'IAM_AUTH',
      RequireTLS: true,
      Auth: Match.absent(),
    });
    data.hasResourceProperties('AWS::RDS::DBProxyEndpoint', { TargetRole: 'READ_ONLY' });
  });

  test('changes nothing but the first time in the stack of the database', () => {
    expect(bind({}, 2).data.toJSON()).toEqual(bind({}, 1).data.toJSON());
    expect(bind(PROXY, 2).data.toJSON()).toEqual(bind(PROXY, 1).data.toJSON());
  });

  test('can change its way to connect: whatever it imported is still exported', () => {
    const [password, iam, proxy] = [{}, IAM, PROXY].map((props) => exportsOf(bind(props).data));
    expect(password?.length).toBeGreaterThan(3);
    expect(iam).toEqual(password);
    expect(proxy).toEqual(password);
  });
});

describe('a proxy', () => {
  test('may connect to its database as the user for IAM tokens, and knows no password', () => {
    const { data } = bind(PROXY);
    data.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'rds-db:connect',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                Match.arrayWith([{ 'Fn::GetAtt': [Match.anyValue(), 'DBClusterResourceId'] }, '/app_iam']),
              ],
            },
          },
        ],
      },
    });
  });

  test('changes no security group of another stack', () => {
    expect(bind(PROXY).net.findResources('AWS::EC2::SecurityGroup')).toEqual(
      bind().net.findResources('AWS::EC2::SecurityGroup'),
    );
    bind(PROXY).data.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { Description: 'Proxy to the database' });
  });

  test('has an endpoint for readers only where there is one', () => {
    bind({ ...PROXY, readers: 0 }).data.resourceCountIs('AWS::RDS::DBProxyEndpoint', 0);
  });

  test('can be removed: no other stack imports it', () => {
    const { data, svc } = bind(PROXY);
    expect(exportsOf(data).filter((name) => name.includes('Proxy'))).toEqual([]);
    expect(JSON.stringify(svc.toJSON())).not.toMatch(/ImportValue[^}]*Proxy/);
  });

  test('writes an encrypted log', () => {
    bind(PROXY).data.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/rds/proxy/shop-aurora-g1-proxy',
      KmsKeyId: Match.anyValue(),
    });
  });
});
