// The sandbox of SMS: keeps the newest messages for whoever develops, and logs that one was sent, without phone and code.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Log } from '../../platform/log.ts';
import { type SmsMessage, type SmsSender } from './sms-sender.ts';

const keptMessages = 100;

export interface SmsSandbox extends SmsSender {
  /** The newest message last. */
  readonly sent: readonly SmsMessage[];
}

export interface SmsSandboxOptions {
  readonly log: Log;
  /** Also appends each message to this file, one JSON line each; only its owner can read it. */
  readonly file?: string;
}

/** Refused in production by the configuration of the process that would use it. */
export const smsSandbox = ({ log, file }: SmsSandboxOptions): SmsSandbox => {
  const sent: SmsMessage[] = [];
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  return {
    sent,
    send: async (message) => {
      sent.push(message);
      if (sent.length > keptMessages) sent.shift();
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
      log.info({ template: message.template }, 'sms sandbox: a message was sent');
    },
  };
};
