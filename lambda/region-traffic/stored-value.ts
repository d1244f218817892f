// KeyValueStore takes no other signature than that for several regions, which the client looks for in this module.
import '@aws-sdk/signature-v4a';
import {
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
  type CloudFrontKeyValueStoreClient,
} from '@aws-sdk/client-cloudfront-keyvaluestore';

/** What is used of a client of the store. */
export type StoreClient = Pick<CloudFrontKeyValueStoreClient, 'send'>;

/** One value of a KeyValueStore, which several write. */
export class StoredValue {
  public constructor(
    private readonly client: StoreClient,
    private readonly place: { readonly KvsARN: string; readonly Key: string },
  ) {}

  /** The version of the store: asked before the value, so that a write between both is noticed. */
  public async version(): Promise<string> {
    const { KvsARN } = this.place;
    const { ETag = '' } = await this.client.send(new DescribeKeyValueStoreCommand({ KvsARN }));
    return ETag;
  }

  public async read(): Promise<string | undefined> {
    return (await this.client.send(new GetKeyCommand(this.place))).Value;
  }

  /** Writes it, unless somebody else has written since that version: then it fails with what `isConflict` knows. */
  public async write(Value: string, version: string): Promise<void> {
    await this.client.send(new PutKeyCommand({ ...this.place, Value, IfMatch: version }));
  }
}

/** Whether somebody else has written meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConflictException';
}
