// The port to picture storage. A picture's key is its content: storing it twice stores it once, and a key never changes meaning.

export const pictureTypes = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

export type PictureType = keyof typeof pictureTypes;

/** 64 hex digits of SHA-256 and the extension of the type; nothing else is ever looked up. */
export const pictureKeyPattern = /^[0-9a-f]{64}\.(jpg|png|webp)$/;

export type PutPicture =
  | { readonly outcome: 'stored'; readonly key: string; readonly sizeBytes: number }
  | { readonly outcome: 'refused'; readonly reason: 'empty' | 'too-large' | 'unsupported-type' };

export interface Picture {
  readonly bytes: Buffer;
  readonly sizeBytes: number;
  readonly contentType: PictureType;
}

export interface PictureStorage {
  /** Returns when the picture would survive the loss of power: what is answered `stored` may be acknowledged. */
  put(bytes: Buffer, contentType: string): Promise<PutPicture>;
  /** Undefined for a key that is malformed or unknown. Rejects when what is stored is not what was put. */
  get(key: string): Promise<Picture | undefined>;
  /** A link that opens this one picture for at most five minutes, without any other right. Starts with a slash. */
  signedUrl(key: string, lifetimeMs?: number): string;
}
