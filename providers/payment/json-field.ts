// Reads fields out of JSON that somebody else wrote: every read names its path and answers undefined when it is not that type.

/** The value at a dotted path, `amount.total`; undefined where the path leaves objects. Own properties only. */
export const fieldAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name)
          ? (at as Record<string, unknown>)[name]
          : undefined,
      value,
    );

export const stringAt = (value: unknown, path: string): string | undefined => {
  const found = fieldAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** A safe integer; a fraction of a fen is as good as nothing. */
export const integerAt = (value: unknown, path: string): number | undefined => {
  const found = fieldAt(value, path);
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined;
};

/** Parses JSON; undefined when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
