// The port to an SMS provider.

export interface SmsMessage {
  readonly phone: string;
  /** The provider's template; its texts are registered there. */
  readonly template: 'sign-in-code';
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SmsSender {
  /** Resolves when the provider has taken the message; rejects when it has not. */
  send(message: SmsMessage): Promise<void>;
}

/** Where no provider is configured: production refuses the sandbox, and owners cannot sign in until there is one. */
export const noSms: SmsSender = {
  send: () => Promise.reject(new Error('no SMS provider is configured')),
};
