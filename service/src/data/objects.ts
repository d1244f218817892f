import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** An object and what it is. */
export interface StoredObject {
  readonly body: Buffer;
  readonly mediaType: string;
}

/** The bucket of photos and thumbnails. */
export class Objects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  public async put(key: string, { body, mediaType }: StoredObject): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: mediaType }));
  }

  /** An object, or nothing where there is none. */
  public async get(key: string): Promise<StoredObject | undefined> {
    try {
      const { Body, ContentType } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      if (!Body) return undefined;
      return {
        body: Buffer.from(await Body.transformToByteArray()),
        mediaType: ContentType ?? 'application/octet-stream',
      };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}
