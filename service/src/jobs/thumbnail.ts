import sharp from 'sharp';

/** A thumbnail, and its size. */
export interface Thumbnail {
  readonly body: Buffer;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the longer side. */
const SIZE = 320;

/** A small file may unpack to a picture that no task has memory for. */
const MOST_PIXELS = 50_000_000;

/** Makes a small picture of a large one, upright as the camera was held. Throws where the bytes are no picture. */
export async function makeThumbnail(original: Buffer): Promise<Thumbnail> {
  const { data, info } = await sharp(original, { limitInputPixels: MOST_PIXELS })
    .rotate()
    .resize(SIZE, SIZE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { body: data, mediaType: 'image/webp', width: info.width, height: info.height };
}
