import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A datapoint that CloudWatch was given. */
export interface Given {
  readonly metric: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly seen: number;
  readonly storageResolution: number;
}

interface MetricDatum {
  readonly MetricName: string;
  readonly Value: number;
  readonly Timestamp: number;
  readonly StorageResolution: number;
}

/** The three calls of AWS that the function makes, with answers that never change. */
export class AwsStub {
  public readonly given: Given[] = [];
  public readonly refused: string[] = [];
  private readonly server: Server;

  constructor(
    private readonly messages: { readonly visible: number; readonly inFlight: number },
    private readonly tasks: { readonly desired: number; readonly running: number },
  ) {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const target = String(request.headers['x-amz-target']);
        const answer = this.answer(target, JSON.parse(body || '{}'));
        if (!answer) this.refused.push(target);
        response.writeHead(answer ? 200 : 400, { 'Content-Type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(answer ?? { __type: 'UnknownOperation' }));
      });
    });
  }

  public async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(target: string, input: unknown): object | undefined {
    switch (target.split('.')[1]) {
      case 'GetQueueAttributes':
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(this.messages.visible),
            ApproximateNumberOfMessagesNotVisible: String(this.messages.inFlight),
          },
        };
      case 'DescribeServices':
        return {
          services: (input as { services: string[] }).services.map((serviceName) => ({
            serviceName,
            status: 'ACTIVE',
            desiredCount: this.tasks.desired,
            runningCount: this.tasks.running,
          })),
        };
      case 'PutMetricData':
        this.given.push(...(input as { MetricData: MetricDatum[] }).MetricData.map(given));
        return {};
      default:
        return undefined;
    }
  }
}

function given({ MetricName, Value, Timestamp, StorageResolution }: MetricDatum): Given {
  return {
    metric: MetricName,
    value: Value,
    timestamp: Timestamp * 1000,
    seen: Date.now(),
    storageResolution: StorageResolution,
  };
}
