// The shape of a message: the names in it. Whoever may write to Temporal may send anything; a handler must not trip over it.

/** Ids are ours, or a device's with at most two words of ours around it; longer ones name nothing. */
const nameLengthMax = 256;

const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= nameLengthMax;

/** Whether every field of the message is a name. */
export const hasNames = (message: unknown, fields: readonly string[]): boolean =>
  typeof message === 'object' &&
  message !== null &&
  fields.every((field) => isName((message as Readonly<Record<string, unknown>>)[field]));
