// The codec endpoint of the Temporal UI: payloads in clear, for staff who may see workflows.
import { type Payload, type PayloadCodec } from '@temporalio/common';
import { free, type Handlers, type Schema } from '../handler.ts';
import { malformed } from '../problems.ts';

type JsonPayload = Schema<'TemporalPayloads'>['payloads'][number];

const fromJson = ({ metadata = {}, data }: JsonPayload): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  ...(data === undefined ? {} : { data: Buffer.from(data, 'base64') }),
});

const toJson = ({ metadata, data }: Payload): JsonPayload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  ...(data === undefined || data === null ? {} : { data: Buffer.from(data).toString('base64') }),
});

type Direction = 'encode' | 'decode';

/** Every codec in order when encoding, in reverse when decoding, as the SDK does it. */
const convert = async (
  codecs: readonly PayloadCodec[],
  direction: Direction,
  given: readonly JsonPayload[],
): Promise<JsonPayload[]> => {
  let payloads = given.map(fromJson);
  try {
    for (const codec of direction === 'encode' ? codecs : [...codecs].reverse())
      payloads = await codec[direction](payloads);
  } catch {
    throw malformed('/body/payloads', 'payload', `cannot be ${direction}d with the keys of this platform`);
  }
  return payloads.map(toJson);
};

export const codecRoutes = (codecs: readonly PayloadCodec[]): Handlers<'encodePayloads' | 'decodePayloads'> => ({
  encodePayloads: free(async ({ body }) => ({
    status: 200,
    body: { payloads: await convert(codecs, 'encode', body.payloads) },
  })),
  decodePayloads: free(async ({ body }) => ({
    status: 200,
    body: { payloads: await convert(codecs, 'decode', body.payloads) },
  })),
});
