import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** CloudFormation, as far as it sends requests to custom resources and listens to their answers. */
export class CloudFormation {
  public readonly answers: { method: string; headers: IncomingHttpHeaders; body: Record<string, string> }[] = [];
  /** Status codes of the next answers; 200 after them. */
  public statuses: number[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      this.answers.push({ method: request.method ?? '', headers: request.headers, body });
      response.writeHead(this.statuses.shift() ?? 200).end();
    });
  });

  /**
   * @param logicalId Logical id of the custom resource.
   * @param type Its type.
   * @param properties Its properties, unless an event says otherwise.
   */
  constructor(
    private readonly logicalId: string,
    private readonly type: string,
    private readonly properties: object = {},
  ) {}

  public start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  public event(request: 'Create' | 'Update' | 'Delete', properties: object = {}): CloudFormationCustomResourceEvent {
    const { port } = this.server.address() as AddressInfo;
    return {
      RequestType: request,
      ResponseURL: `http://127.0.0.1:${port}/answer`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: this.logicalId,
      ResourceType: this.type,
      ServiceToken: 'function',
      ResourceProperties: { ServiceToken: 'function', ...this.properties, ...properties },
      ...(request === 'Create' ? {} : { PhysicalResourceId: 'physical', OldResourceProperties: {} }),
    } as CloudFormationCustomResourceEvent;
  }
}
