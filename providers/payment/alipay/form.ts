// Reads a form as it came over the wire: each value decoded once, and nothing guessed.

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/** Undefined when a name is there twice or not at all, or something is no UTF-8 percent-encoding. */
export const readForm = (rawBody: Buffer): Readonly<Record<string, string>> | undefined => {
  const found = new Map<string, string>();
  try {
    for (const part of rawBody.toString('latin1').split('&')) {
      const equals = part.indexOf('=');
      if (equals < 1) return undefined;
      const name = decoded(part.slice(0, equals));
      if (found.has(name)) return undefined;
      found.set(name, decoded(part.slice(equals + 1)));
    }
  } catch {
    return undefined;
  }
  return Object.fromEntries(found);
};
