import { Type } from 'typebox';

/** What requests and answers look like: fastify checks by it, and the OpenAPI document is made from it. */

export const UserName = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,31}$',
  description: 'Lower-case letters, digits, hyphens and underscores, at most 32.',
});

export const Credentials = Type.Object(
  { name: UserName, password: Type.String({ minLength: 8, maxLength: 128 }) },
  { additionalProperties: false },
);

export const User = Type.Object({ name: UserName }, { additionalProperties: false });

export const Session = Type.Object(
  {
    token: Type.String({ description: 'Sent as `Authorization: Bearer …` from now on.' }),
    expiresAt: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
);

export const PhotoId = Type.String({ format: 'uuid' });

export const Photo = Type.Object(
  {
    id: PhotoId,
    author: UserName,
    caption: Type.String(),
    postedAt: Type.String({ format: 'date-time' }),
    thumbnail: Type.Union([Type.String(), Type.Null()], {
      description: 'Path of the thumbnail, or null while it is not made yet.',
    }),
  },
  { additionalProperties: false },
);

export const Feed = Type.Object({ photos: Type.Array(Photo) }, { additionalProperties: false });

export const Status = Type.Object({ status: Type.String() }, { additionalProperties: false });

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    requestId: Type.String(),
  },
  { additionalProperties: false },
);

/** The photo that is posted, and what makes repeating it safe. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.String({
    pattern: '^[A-Za-z0-9_-]{8,64}$',
    description: 'Made by the client, once for each photo: repeating a request with it never posts a second one.',
  }),
});

/** What lets a reader see what it has written. */
export const ReadHeaders = Type.Object({
  'x-read-after': Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'The `x-read-after` of the answer to a write: the answer shows at least that.',
    }),
  ),
});

export const Caption = Type.Object({ caption: Type.String({ maxLength: 200, default: '' }) });
