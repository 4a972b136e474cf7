// The log never carries a plate, a phone number or a secret, however deep it lies.
import { expect, test } from '@jest/globals';
import { createLog, isSensitive } from '../../platform/log.ts';

const PLATE = '粤B12345';

const logged = (write: (log: ReturnType<typeof createLog>) => void): string => {
  let text = '';
  write(createLog({ name: 'test', level: 'debug', destination: { write: (line) => void (text += line) } }));
  return text;
};

test.each([
  'plate',
  'exitPlate',
  'plate_number',
  'phone',
  'ownerPhone',
  'Authorization',
  'pass_wd',
  'password',
  'imageFile',
  'accessToken',
  'client-secret',
  'DATA_KEY',
])('masks %s', (field) => {
  const line = logged((log) => log.info({ [field]: PLATE, lotId: 'lot-1' }, 'seen'));
  expect(line).not.toContain(PLATE);
  expect(JSON.parse(line)).toMatchObject({
    name: 'test',
    level: 'info',
    msg: 'seen',
    [field]: '[masked]',
    lotId: 'lot-1',
  });
});

test.each(['template', 'plateCount', 'phoneVerified', 'tokens', 'keyboard'])('leaves %s alone', (field) => {
  expect(isSensitive(field)).toBe(false);
});

test('masks in nested objects, lists and the fields of errors', () => {
  const error = Object.assign(new Error('refused'), { body: { phone: '13800000000' } });
  const line = logged((log) =>
    log.error({ err: error, passages: [{ plate: PLATE, request: { headers: { authorization: 'Bearer abc' } } }] }, 'x'),
  );
  expect(line).not.toMatch(/13800000000|粤B12345|Bearer abc/);
  expect(JSON.parse(line)).toMatchObject({ err: { message: 'refused', body: { phone: '[masked]' } } });
});

test('keeps instants and other values readable', () => {
  const line = logged((log) => log.info({ at: new Date(0), amounts: [1, 2], nothing: null }, 'x'));
  expect(JSON.parse(line)).toMatchObject({ at: '1970-01-01T00:00:00.000Z', amounts: [1, 2], nothing: null });
});
