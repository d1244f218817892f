import sharp from 'sharp';
import { parseJob } from '../../../service/src/jobs/job';
import { makeThumbnail } from '../../../service/src/jobs/thumbnail';

function picture(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
}

describe('a thumbnail', () => {
  test('is at most 320 pixels wide and high, and keeps its proportions', async () => {
    const { body, ...thumbnail } = await makeThumbnail(await picture(1200, 600));
    expect(thumbnail).toEqual({ mediaType: 'image/webp', width: 320, height: 160 });
    expect(await sharp(body).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 });
  });

  test('is never larger than the photo', async () => {
    expect(await makeThumbnail(await picture(10, 20))).toMatchObject({ width: 10, height: 20 });
  });

  test('is upright', async () => {
    const lying = await sharp(await picture(600, 300))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await makeThumbnail(lying)).toMatchObject({ width: 160, height: 320 });
  });

  test('is refused of what is no picture', async () => {
    await expect(makeThumbnail(Buffer.from('not a picture'))).rejects.toThrow('unsupported image format');
  });
});

describe('a job', () => {
  test('names its photo, and what it was posted with', () => {
    const job = { photo: 'p', author: 'ada', original: 'originals/p', request: 'r', trace: 't' };
    expect(parseJob(JSON.stringify(job))).toEqual(job);
  });

  test.each([
    ['not JSON', 'body must be JSON'],
    ['{}', 'body must be a job, got one whose root must have required properties photo, author, original, request'],
    [
      '{"photo":1,"author":"ada","original":"o","request":"r"}',
      'body must be a job, got one whose /photo must be string',
    ],
  ])('refuses %s', (body, message) => {
    expect(() => parseJob(body)).toThrow(message);
  });
});
