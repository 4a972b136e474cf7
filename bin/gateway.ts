// The sandbox payment gateway as a process of its own: keys and book in SANDBOX_FOLDER, controls behind SANDBOX_TOKEN.
import { realClock, simulatedClock } from '../platform/clock.ts';
import { ConfigurationError } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';
import { startSandboxGateway } from '../providers/payment/sandbox/gateway.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new ConfigurationError(`${name} is not set.`);
  return value;
};

const wholeNumbers = (name: string): number[] | undefined => {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const numbers = text.split(',').map(Number);
  if (numbers.some((value) => !Number.isSafeInteger(value) || value < 0)) {
    throw new ConfigurationError(`${name} must be whole numbers separated by commas, not "${text}".`);
  }
  return numbers;
};

const log = createLog({ name: 'gateway' });

try {
  if (process.env['NODE_ENV'] === 'production') {
    throw new ConfigurationError('The sandbox gateway is refused in production: payments go to the real channel.');
  }
  const clockFile = process.env['SIMULATED_CLOCK_FILE'];
  const noticeRetryMs = wholeNumbers('SANDBOX_NOTICE_RETRY_MS');
  const refundAfterMs = wholeNumbers('SANDBOX_REFUND_AFTER_MS')?.[0];
  const gateway = await startSandboxGateway({
    folder: required('SANDBOX_FOLDER'),
    token: required('SANDBOX_TOKEN'),
    port: wholeNumbers('GATEWAY_PORT')?.[0] ?? 0,
    clock: clockFile ? simulatedClock(clockFile) : realClock,
    ...(noticeRetryMs === undefined ? {} : { noticeRetryMs }),
    ...(refundAfterMs === undefined ? {} : { refundAfterMs }),
    report: (event) => log.debug(event, 'notice sent'),
  });
  log.info({ port: gateway.port }, 'sandbox gateway listens on 127.0.0.1');
  const done = runUntilSignal(() => gateway.close());
  announceReady({ port: gateway.port });
  await done;
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  log.fatal(error.message);
  process.exitCode = 1;
}
